/** Runs a search: Elasticsearch finds ids and facets, MongoDB the documents; during an outage MongoDB finds all, marked `degraded`. */
import type { FoundOffering, SearchResult, StoreOffering, StoreQuery } from '../api.ts';
import type { PublishedOfferings } from '../documents/index.ts';
import {
  type Cursors, cursorScope, type EngineName, type EngineResult, facetsFrom, highlightsOf, parseSearchQuery, type SearchQuery,
  wordMatcher,
} from '../rules/index.ts';
import { timeSlice } from './time-slice.ts';
import { type Engines, withFallback } from './with-fallback.ts';

export type Search = (query: StoreQuery) => Promise<SearchResult>;

type Needs = Engines<SearchQuery, EngineResult> & { documents: Pick<PublishedOfferings, 'shown'>; cursors: Cursors };

export const search = ({ documents, cursors, ...engines }: Needs): Search => {
  const find = withFallback(engines);
  return async (given) => {
    const query = parseSearchQuery(given, cursors);
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
};

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
