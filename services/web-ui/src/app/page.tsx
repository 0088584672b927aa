/** The store: search, filters and results; all of their state is in the address. */
import type { Metadata } from 'next';
import { outcomeOf, type Problem } from '../api/outcome.ts';
import { storeApi } from '../api/clients.ts';
import { addressFrom, hrefOf, type Parameters, type StoreAddress } from '../store/address.ts';
import { currentLocale } from '../text/current-locale.ts';
import { ActiveFilters } from '../store/filters/active-filters.tsx';
import { Filters } from '../store/filters/filters.tsx';
import { Results } from '../store/results/results.tsx';
import { SearchBox } from '../store/search/search-box.tsx';
import { SortBy } from '../store/results/sort-by.tsx';
import { Notice } from '../ui/notice.tsx';
import { ProblemNotice } from '../ui/problem-notice.tsx';
import { fill, type Locale } from '../text/locale.ts';

type Props = { searchParams: Promise<Parameters> };

const PAGE_SIZE = 12;

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const [{ query }, { text }] = [addressFrom(await searchParams), await currentLocale()];
  return query ? { title: `${query} · ${text.nav.store}` } : {};
}

export default async function StorePage({ searchParams }: Props) {
  const address = addressFrom(await searchParams);
  const [locale, outcome] = await Promise.all([currentLocale(), search(address)]);
  const { text } = locale;
  return (
    <>
      <section className="hero">
        <h1>{text.store.title}</h1>
        <p>{text.store.lead}</p>
        <SearchBox key={address.query ?? ''} address={address} text={text.store} />
      </section>
      {outcome.ok ? (
        <div className="store">
          <Filters address={address} facets={outcome.data.facets} locale={locale} />
          <section className="store-results" aria-labelledby="results-title">
            {outcome.data.degraded && <Notice kind="warning">{text.store.degraded}</Notice>}
            <div className="results-head">
              <h2 id="results-title" role="status">
                {locale.count(text.store.results, outcome.data.total)}
                {address.query && <span className="quiet-text"> {fill(text.store.resultsFor, { query: address.query })}</span>}
              </h2>
              <SortBy address={address} text={text.store} />
            </div>
            <ActiveFilters address={address} categories={outcome.data.facets.categories} locale={locale} />
            {outcome.data.approximate && outcome.data.total > 0 && <Notice kind="info">{text.store.approximate}</Notice>}
            <Results address={address} result={outcome.data} pageSize={PAGE_SIZE} locale={locale} />
          </section>
        </div>
      ) : (
        <div className="narrow">
          <Refused address={address} problem={outcome.problem} locale={locale} />
        </div>
      )}
    </>
  );
}

/** A filter that is not valid can be removed by its name. */
function Refused({ address, problem, locale }: { address: StoreAddress; problem: Problem; locale: Locale }) {
  if (problem.status !== 400) return <ProblemNotice problem={problem} retry={hrefOf(address)} />;
  return (
    <>
      <Notice kind="error">
        <p>
          <strong>{locale.text.problem.badFilter}</strong>
        </p>
        <p>{problem.message}</p>
      </Notice>
      <ActiveFilters address={address} locale={locale} />
    </>
  );
}

/** The address is passed on as it is: the API checks it. */
async function search(address: StoreAddress) {
  const { category, ...others } = address;
  const query: object = { ...others, ...(category !== undefined && { category: [category] }), page_size: PAGE_SIZE };
  return outcomeOf((await storeApi()).GET('/api/v1/store/search', { params: { query } }));
}
