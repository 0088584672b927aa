/** Asks Elasticsearch while it can be asked, else MongoDB; what Elasticsearch refuses fails as it is, for it alone. */
import { counter } from '@catalog/observability';
import type { EngineName } from './cursor.ts';
import type { SearchAvailability } from './search-availability.ts';
import { asked, SearchIndexUnavailable } from './search-index-trouble.ts';

export type EitherEngine<Query, Found> = (query: Query) => Promise<{ found: Found; engine: EngineName }>;

export const eitherEngine = <Query, Found>({ elasticsearch, mongodb, availability }: {
  elasticsearch: (query: Query) => Promise<Found>;
  mongodb: (query: Query) => Promise<Found>;
  availability: SearchAvailability;
}): EitherEngine<Query, Found> => async (query) => {
  if (availability.usable()) {
    const askedAt = performance.now();
    try {
      const found = await asked(() => elasticsearch(query));
      availability.answered();
      searches.inc({ engine: 'elasticsearch' });
      return { found, engine: 'elasticsearch' };
    } catch (error) {
      if (!(error instanceof SearchIndexUnavailable)) throw error;
      availability.failed(error, askedAt);
    }
  }
  const found = await mongodb(query);
  searches.inc({ engine: 'mongodb' });
  return { found, engine: 'mongodb' };
};

const searches = counter({ name: 'store_searches_total', help: 'Searches, suggestions and related offerings, by who found them', labels: ['engine'] });
