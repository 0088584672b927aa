/** Asks Elasticsearch while it can be asked, else MongoDB; its first failure is the last that anybody waits for until it is healed. */
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
      return { found: await available(() => elasticsearch(query)), engine: 'elasticsearch' };
    } catch (error) {
      if (!(error instanceof SearchIndexUnavailable)) throw error;
      availability.lost(error);
    }
  }
  return { found: await mongodb(query), engine: 'mongodb' };
};
