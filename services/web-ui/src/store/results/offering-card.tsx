/** One offering among the results: its name, what it gives, what it costs. */
import Link from 'next/link';
import type { Speech } from '../../text/locale.ts';
import { Marked } from '../../ui/highlighted.tsx';
import { type FoundOffering, mainFacts, shownPrices } from '../facts.ts';
import { PriceTag } from './price-tag.tsx';

export function OfferingCard({ offering, currency, speech }: { offering: FoundOffering; currency: string; speech: Speech }) {
  const { id, name, description, highlights, pricing } = offering;
  return (
    <article className="card">
      <h3><Link href={`/offerings/${id}?${new URLSearchParams({ currency }).toString()}`} prefetch={false}>{highlights?.name ? <Marked html={highlights.name} /> : name}</Link></h3>
      {description && <p className="card-text">{highlights?.description ? <Marked html={highlights.description} /> : description}</p>}
      <dl className="facts">
        {mainFacts(offering).map(({ attribute, value, unit_of_measure }) => (
          <div key={attribute}><dt>{attribute}</dt><dd>{speech.quantity(value, unit_of_measure)}</dd></div>
        ))}
      </dl>
      <PriceTag prices={shownPrices(pricing, currency)} currency={currency} speech={speech} />
    </article>
  );
}
