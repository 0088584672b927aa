/** The store: search, filters and results, all of it in the address. */
import type { Metadata } from 'next';
import type { operations } from '../api/schema/store.d.ts';
import { outcomeOf, type Problem } from '../api/outcome.ts';
import { store } from '../api/catalog.ts';
import { addressFrom, hrefOf, type Parameters, type StoreAddress } from '../store/address.ts';
import { currentSpeech } from '../text/current-locale.ts';
import { ChosenFilters } from '../store/filters/active-filters.tsx';
import { Filters } from '../store/filters/filters.tsx';
import { Results } from '../store/results/results.tsx';
import { SearchBox } from '../store/search/search-box.tsx';
import { SortBy } from '../store/results/sort-by.tsx';
import { Notice } from '../ui/notice.tsx';
import { ProblemNotice } from '../ui/problem-notice.tsx';
import { fill } from '../text/locale.ts';

type Query = NonNullable<operations['searchStore']['parameters']['query']>;
type Props = { searchParams: Promise<Parameters> };

const PAGE_SIZE = 12;

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const [{ query }, { text }] = [addressFrom(await searchParams), await currentSpeech()];
  return query ? { title: `${query} · ${text.nav.store}` } : {};
}

export default async function StorePage({ searchParams }: Props) {
  const address = addressFrom(await searchParams);
  const [speech, outcome] = await Promise.all([currentSpeech(), search(address)]);
  const { text } = speech;
  return (
    <>
      <section className="hero">
        <h1>{text.store.title}</h1>
        <p>{text.store.lead}</p>
        <SearchBox key={address.query ?? ''} address={address} text={text.store} />
      </section>
      {outcome.ok ? (
        <div className="store">
          <Filters address={address} facets={outcome.data.facets} speech={speech} />
          <section className="store-results" aria-labelledby="results-title">
            {outcome.data.degraded && <Notice kind="warning">{text.store.degraded}</Notice>}
            <div className="results-head">
              <h2 id="results-title" role="status">
                {speech.count(text.store.results, outcome.data.total)}
                {address.query && <span className="quiet-text"> {fill(text.store.resultsFor, { query: address.query })}</span>}
              </h2>
              <SortBy address={address} text={text.store} />
            </div>
            <ChosenFilters address={address} speech={speech} />
            {outcome.data.approximate && outcome.data.total > 0 && <Notice kind="info">{text.store.approximate}</Notice>}
            <Results address={address} result={outcome.data} pageSize={PAGE_SIZE} speech={speech} />
          </section>
        </div>
      ) : <div className="narrow"><Refused address={address} problem={outcome.problem} text={text} speech={speech} /></div>}
    </>
  );
}

type Refusal = { address: StoreAddress; problem: Problem; speech: Awaited<ReturnType<typeof currentSpeech>>; text: Awaited<ReturnType<typeof currentSpeech>>['text'] };

/** A filter that cannot be read can be taken back where it is named. */
function Refused({ address, problem, text, speech }: Refusal) {
  if (problem.status !== 400) return <ProblemNotice problem={problem} retry={hrefOf(address)} />;
  return (
    <>
      <Notice kind="error"><p><strong>{text.problem.badFilter}</strong></p><p>{problem.message}</p></Notice>
      <ChosenFilters address={address} speech={speech} />
    </>
  );
}

async function search({ characteristic, ...address }: StoreAddress) {
  const query = { ...address, characteristic, page_size: PAGE_SIZE } as unknown as Query;
  return outcomeOf((await store()).GET('/api/v1/store/search', { params: { query } }));
}
