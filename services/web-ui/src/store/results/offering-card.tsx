/** One offering among the results: name, description, main facts and price. */
import Link from 'next/link';
import type { Locale } from '../../text/locale.ts';
import { Highlighted } from '../../ui/highlighted.tsx';
import { type FoundOffering, mainFacts, shownPrices } from '../facts.ts';
import { PriceTag } from './price-tag.tsx';

export function OfferingCard({ offering, currency, locale }: { offering: FoundOffering; currency: string; locale: Locale }) {
  const { id, name, description, highlights, pricing, totals } = offering;
  return (
    <article className="card">
      <h3>
        <Link href={`/offerings/${id}?${new URLSearchParams({ currency }).toString()}`} prefetch={false}>
          {highlights?.name ? <Highlighted html={highlights.name} /> : name}
        </Link>
      </h3>
      {description && <p className="card-text">{highlights?.description ? <Highlighted html={highlights.description} /> : description}</p>}
      <dl className="facts">
        {mainFacts(offering).map(({ attribute, value, unit_of_measure }) => (
          <div key={attribute}>
            <dt>{attribute}</dt>
            <dd>{locale.quantity(value, unit_of_measure)}</dd>
          </div>
        ))}
      </dl>
      <PriceTag prices={shownPrices(pricing, currency)} totals={totals} currency={currency} locale={locale} />
    </article>
  );
}
