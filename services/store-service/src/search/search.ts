/** Runs a search: Elasticsearch finds ids and facets, MongoDB the documents; during an outage MongoDB finds all, marked `degraded`. */
import { Rejection } from '@catalog/contracts';
import type { FoundOffering, SearchResult, StoreOffering, StoreQuery } from '../api.ts';
import type { PublishedOfferings } from '../documents/index.ts';
import {
  type Cursors,
  cursorScope,
  type EngineName,
  type EngineResult,
  facetsFrom,
  highlightsOf,
  isExpensive,
  parseSearchQuery,
  type SearchQuery,
  wordMatcher,
} from '../rules/index.ts';
import { withLimitedConcurrency } from './limited-concurrency.ts';
import { timeSlice } from './time-slice.ts';
import { type Engines, withFallback } from './with-fallback.ts';

export type Search = (query: StoreQuery) => Promise<SearchResult>;

type Needs = Engines<SearchQuery, EngineResult> & { documents: Pick<PublishedOfferings, 'shown'>; cursors: Cursors };

export const search = ({ documents, cursors, ...engines }: Needs): Search => {
  const find = withFallback(engines);
  const run = async ({ given, query }: { given: StoreQuery; query: SearchQuery }): Promise<SearchResult> => {
    const { found, engine } = await find(query);
    const next = nextCursor(query, found, { engine, cursors });
    const items = await documents.shown(found.hits.map(({ id }) => id));
    return {
      total: found.total,
      page: query.after ? Math.floor(query.offset / query.limit) + 1 : given.page,
      page_size: query.limit,
      items: query.filters.words.length === 0 ? items : await withHighlights(items, query, found),
      facets: facetsFrom(found, query.currency),
      ...(next !== undefined && { next_cursor: next }),
      ...(found.approximate && { approximate: true as const }),
      ...(engine === 'mongodb' && { degraded: true as const }),
    };
  };
  const runInTurn = withLimitedConcurrency(run, { concurrent: 1, refusal: tooManyExpensive });
  return async (given) => {
    const query = parseSearchQuery(given, cursors);
    return isExpensive(query) ? runInTurn({ given, query }) : run({ given, query });
  };
};

/** They wait for each other, so that those which cost little wait for none of them. */
const tooManyExpensive = (): Rejection =>
  new Rejection('TOO_MANY_REQUESTS', 'Too many searches for many words or with large pages at once: try again in 2 s', {
    retry_after_seconds: 2,
  });

async function withHighlights(
  items: StoreOffering[],
  { filters: { words } }: SearchQuery,
  { approximate = false }: EngineResult,
): Promise<FoundOffering[]> {
  const [isHit, slice, marked] = [wordMatcher({ words, approximate }), timeSlice(), [] as FoundOffering[]];
  for (const item of items) {
    marked.push({ ...item, highlights: highlightsOf(item, isHit) });
    if (slice.isOver()) await slice.next();
  }
  return marked;
}

function nextCursor(
  query: SearchQuery,
  { hits, total }: EngineResult,
  { engine, cursors }: { engine: EngineName; cursors: Pick<Cursors, 'print'> },
): string | undefined {
  const last = hits.at(-1);
  const shown = query.offset + hits.length;
  return last && shown < total ? cursors.print({ ...last, shown, engine }, cursorScope(query)) : undefined;
}
