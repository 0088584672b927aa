/** Asks Elasticsearch while it can be asked, else MongoDB; its first failure is the last that anybody waits for until it is healed. */
import { counter } from '@catalog/observability';
import type { EngineName } from './cursor.ts';
import type { SearchAvailability } from './search-availability.ts';
import { available, SearchIndexUnavailable } from './search-index.ts';

export type EitherEngine<Query, Found> = (query: Query) => Promise<{ found: Found; engine: EngineName }>;

export const eitherEngine = <Query, Found>({ elasticsearch, mongodb, availability }: {
  elasticsearch: (query: Query) => Promise<Found>;
  mongodb: (query: Query) => Promise<Found>;
  availability: SearchAvailability;
}): EitherEngine<Query, Found> => async (query) => {
  if (availability.usable()) {
    try {
      const found = await available(() => elasticsearch(query));
      searches.inc({ engine: 'elasticsearch' });
      return { found, engine: 'elasticsearch' };
    } catch (error) {
      if (!(error instanceof SearchIndexUnavailable)) throw error;
      availability.lost(error);
    }
  }
  const found = await mongodb(query);
  searches.inc({ engine: 'mongodb' });
  return { found, engine: 'mongodb' };
};

const searches = counter({ name: 'store_searches_total', help: 'Searches, suggestions and related offerings, by who found them', labels: ['engine'] });
