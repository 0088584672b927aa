/** Runs a search: the index answers ids and facets, MongoDB the documents; without the index MongoDB answers all of it, marked degraded. */
import type { FoundOffering, SearchResult, StoreOffering, StoreQuery } from '../api.ts';
import type { PublishedOfferings } from '../documents/index.ts';
import {
  type Cursors, type EngineName, facetsFrom, type Found, highlightsOf, markerOf, type SearchEngine, searchOf,
  type SearchQuery, searchQueryFrom,
} from '../rules/index.ts';
import type { SearchAvailability } from '../search-index/index.ts';
import { turns } from './time-slice.ts';
import { eitherEngine } from './with-fallback.ts';

export type Search = (query: StoreQuery) => Promise<SearchResult>;

export const search = ({ documents, cursors, ...engines }: {
  elasticsearch: SearchEngine;
  mongodb: SearchEngine;
  availability: SearchAvailability;
  documents: Pick<PublishedOfferings, 'shown'>;
  cursors: Cursors;
}): Search => {
  const find = eitherEngine(engines);
  return async (given) => {
    const query = searchQueryFrom(given, cursors);
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

async function withHighlights(items: StoreOffering[], { filters: { words } }: SearchQuery, { approximate = false }: Found): Promise<FoundOffering[]> {
  const [isHit, turn, marked] = [markerOf({ words, approximate }), turns(), [] as FoundOffering[]];
  for (const item of items) {
    marked.push({ ...item, highlights: highlightsOf(item, isHit) });
    if (turn.isOver()) await turn.next();
  }
  return marked;
}

function nextCursor(
  query: SearchQuery,
  { hits, total }: Found,
  { engine, cursors }: { engine: EngineName; cursors: Pick<Cursors, 'print'> },
): string | undefined {
  const last = hits.at(-1);
  const shown = query.offset + hits.length;
  return last && shown < total ? cursors.print({ ...last, shown, engine }, searchOf(query)) : undefined;
}
