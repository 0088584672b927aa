/** One published offering: its prices, its specifications, and related offerings. */
import type { Metadata } from 'next';
import Link from 'next/link';
import { cache } from 'react';
import { storeApi } from '../../../api/clients.ts';
import { orNotFound } from '../../../api/or-not-found.ts';
import { outcomeOf } from '../../../api/outcome.ts';
import { type OfferingDetails, shownPrices, type StoreTotals } from '../../../store/facts.ts';
import { PriceTag } from '../../../store/results/price-tag.tsx';
import { Reduction } from '../../../store/results/reduction.tsx';
import { fill, type Locale } from '../../../text/locale.ts';
import { currentLocale } from '../../../text/current-locale.ts';
import { Icon } from '../../../ui/icon.tsx';
import { ProblemNotice } from '../../../ui/problem-notice.tsx';

type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ currency?: string | string[] }> };

const offeringWith = cache(async (id: string) =>
  outcomeOf((await storeApi()).GET('/api/v1/store/offerings/{id}', { params: { path: { id } } })),
);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const outcome = await offeringWith((await params).id);
  return outcome.ok ? { title: outcome.data.name, ...(outcome.data.description && { description: outcome.data.description }) } : {};
}

export default async function OfferingPage({ params, searchParams }: Props) {
  const { id } = await params;
  const [locale, outcome, { currency }] = await Promise.all([currentLocale(), offeringWith(id).then(orNotFound), searchParams]);
  if (!outcome.ok)
    return (
      <div className="narrow">
        <ProblemNotice problem={outcome.problem} retry={`/offerings/${id}`} />
      </div>
    );
  const { text } = locale;
  const wanted = typeof currency === 'string' ? currency : 'USD';
  const { name, description, pricing, totals = [], sales_channels, categories, published_at, specifications, related } = outcome.data;
  return (
    <article className="offering">
      <Link className="back-link" href="/" prefetch={false}>
        <Icon name="back" />
        {text.offering.back}
      </Link>
      <header className="offering-head">
        <div>
          <h1>{name}</h1>
          {description && <p className="lead">{description}</p>}
          <Places categories={categories} locale={locale} />
          <p className="small">
            {fill(text.offering.published, { date: locale.day(published_at) })}
            {sales_channels.length > 0 && (
              <>
                {' '}
                · {text.offering.channels} {sales_channels.join(', ')}
              </>
            )}
          </p>
        </div>
        <div className="offering-price">
          <PriceTag prices={shownPrices(pricing, wanted)} totals={totals} currency={wanted} locale={locale} />
        </div>
      </header>
      <Specifications specifications={specifications} locale={locale} />
      <Prices pricing={pricing} locale={locale} />
      <Totals totals={totals} locale={locale} />
      <Related related={related} currency={wanted} locale={locale} />
    </article>
  );
}

/** The way to each of its categories, each step a search of the store. */
function Places({ categories, locale: { text } }: { categories: OfferingDetails['categories']; locale: Locale }) {
  if (categories.length === 0) return null;
  return (
    <ul className="places" aria-label={text.store.category}>
      {categories.map(({ path, ...category }) => (
        <li key={category.id} className="small">
          {[...path, category].map(({ id, name }, step) => (
            <span key={id}>
              {step > 0 && ' › '}
              <Link href={`/?category=${id}`} prefetch={false}>
                {name}
              </Link>
            </span>
          ))}
        </li>
      ))}
    </ul>
  );
}

function Specifications({ specifications, locale }: { specifications: OfferingDetails['specifications']; locale: Locale }) {
  return (
    <section aria-labelledby="included">
      <h2 id="included">{locale.text.offering.included}</h2>
      <div className="specifications">
        {specifications.map(({ id, name, characteristics }) => (
          <section className="specification" key={id}>
            <h3>{name}</h3>
            <dl className="facts listed">
              {characteristics.map((one) => (
                <div key={one.id}>
                  <dt>{one.attribute}</dt>
                  <dd>{locale.quantity(one.value, one.unit_of_measure)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </section>
  );
}

function Prices({ pricing, locale }: { pricing: OfferingDetails['pricing']; locale: Locale }) {
  const { text } = locale;
  return (
    <section aria-labelledby="prices">
      <h2 id="prices">{text.offering.prices}</h2>
      <div className="table-frame">
        <table>
          <thead>
            <tr>
              <th scope="col">{text.offering.price}</th>
              <th scope="col" className="number">
                {text.offering.amount}
              </th>
            </tr>
          </thead>
          <tbody>
            {pricing.map(({ id, name, value, currency, unit, reduced }) => (
              <tr key={id}>
                <th scope="row">{name}</th>
                <td className="number">
                  {locale.amount(value, currency)} <span className="quiet-text">{unit}</span>
                  {reduced && <Reduction price={{ reduced, currency }} locale={locale} />}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** One row for each currency of which there is anything to say. */
function Totals({ totals, locale }: { totals: StoreTotals[]; locale: Locale }) {
  const { text } = locale;
  const known = totals.filter(({ first_payment }) => first_payment !== null);
  if (known.length === 0) return null;
  const columns = ['first_payment', 'per_month', 'first_year_total', 'over_contract_total'] as const;
  return (
    <section>
      <h2>{text.offering.totals}</h2>
      <div className="table-frame" tabIndex={0} role="region" aria-label={text.offering.totals}>
        <table>
          <thead>
            <tr>
              <th scope="col">{text.store.currency}</th>
              {columns.map((column) => (
                <th scope="col" className="number" key={column}>
                  {text.offering.total[column]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {known.map(({ currency, ...sums }) => (
              <tr key={currency}>
                <th scope="row">{currency}</th>
                {columns.map((column) => (
                  <td className="number" key={column}>
                    {sums[column] === null ? '–' : locale.amount(sums[column], currency)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="small">{text.offering.totalsHint}</p>
    </section>
  );
}

function Related({ related, currency, locale }: { related: OfferingDetails['related']; currency: string; locale: Locale }) {
  if (related.length === 0) return null;
  const { text } = locale;
  return (
    <section aria-labelledby="related">
      <h2 id="related">{text.offering.related}</h2>
      <ul className="cards">
        {related.map(({ id, name, pricing, shared_attributes }) => (
          <li key={id}>
            <article className="card">
              <h3>
                <Link href={`/offerings/${id}?currency=${encodeURIComponent(currency)}`} prefetch={false}>
                  {name}
                </Link>
              </h3>
              <p className="small">{fill(text.offering.shares, { attributes: shared_attributes.join(', ') })}</p>
              <PriceTag prices={shownPrices(pricing, currency)} currency={currency} locale={locale} />
            </article>
          </li>
        ))}
      </ul>
    </section>
  );
}
