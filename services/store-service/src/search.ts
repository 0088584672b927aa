/** Runs a search: the index answers ids and facets, MongoDB the documents; without the index MongoDB answers all of it, marked degraded. */
import type { SearchResult, StoreQuery } from './api.ts';
import { type EngineName, printCursor } from './cursor.ts';
import { facetsFrom } from './facets.ts';
import type { PublishedOfferings } from './published-offerings.ts';
import type { SearchAvailability } from './search-availability.ts';
import type { Found, SearchEngine } from './search-engine.ts';
import { available, SearchIndexUnavailable } from './search-index.ts';
import { type SearchQuery, searchQueryFrom } from './search-query.ts';

export type Search = (query: StoreQuery) => Promise<SearchResult>;

export const search = ({ elasticsearch, mongodb, availability, documents }: {
  elasticsearch: SearchEngine;
  mongodb: SearchEngine;
  availability: SearchAvailability;
  documents: Pick<PublishedOfferings, 'shown'>;
}): Search => {
  async function find(query: SearchQuery): Promise<{ found: Found; engine: EngineName }> {
    if (availability.usable()) {
      try {
        return { found: await available(() => elasticsearch(query)), engine: 'elasticsearch' };
      } catch (error) {
        if (!(error instanceof SearchIndexUnavailable)) throw error;
        availability.lost(error);
      }
    }
    return { found: await mongodb(query), engine: 'mongodb' };
  }

  return async (given) => {
    const query = searchQueryFrom(given);
    const { found, engine } = await find(query);
    const next = nextCursor(query, found, engine);
    return {
      total: found.total,
      page: query.after ? Math.floor(query.offset / query.limit) + 1 : given.page,
      page_size: query.limit,
      items: await documents.shown(found.hits.map(({ id }) => id)),
      facets: facetsFrom(found, query.currency),
      ...(next !== undefined && { next_cursor: next }),
      ...(engine === 'mongodb' && { degraded: true as const }),
    };
  };
};

function nextCursor({ sort, currency, offset }: SearchQuery, { hits, total }: Found, engine: EngineName): string | undefined {
  const last = hits.at(-1);
  const shown = offset + hits.length;
  return last && shown < total ? printCursor({ sort, currency, ...last, shown, engine }) : undefined;
}
