/** Asks Elasticsearch while it can be asked, else MongoDB, of which only so much is asked at once; what Elasticsearch refuses fails as it is, for it alone. */
import { Rejection } from '@catalog/contracts';
import { counter } from '@catalog/observability';
import { bulkhead, BulkheadRejectedError } from 'cockatiel';
import type { EngineName } from '../rules/index.ts';
import { asked, type SearchAvailability, SearchIndexUnavailable } from '../search-index/index.ts';

export type EitherEngine<Query, Found> = (query: Query) => Promise<{ found: Found; engine: EngineName }>;

export function eitherEngine<Query, Found>({ elasticsearch, mongodb, availability }: {
  elasticsearch: (query: Query) => Promise<Found>;
  mongodb: (query: Query) => Promise<Found>;
  availability: SearchAvailability;
}): EitherEngine<Query, Found> {
  const inMongodb = fewAtOnce(mongodb);
  return async (query) => {
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
    const found = await inMongodb(query);
    searches.inc({ engine: 'mongodb' });
    return { found, engine: 'mongodb' };
  };
}

const AT_ONCE = 8;
const WAITING = 100;
const PATIENCE_MS = 2_000;

/** MongoDB reads all offerings for each: what has to wait too long, or behind too many, is refused with SERVICE_UNAVAILABLE. */
function fewAtOnce<Query, Found>(find: (query: Query) => Promise<Found>): (query: Query) => Promise<Found> {
  const few = bulkhead(AT_ONCE, WAITING);
  return async (query) => {
    const askedAt = performance.now();
    try {
      return await few.execute(() => {
        if (performance.now() - askedAt > PATIENCE_MS) throw tooMany();
        return find(query);
      });
    } catch (error) {
      throw error instanceof BulkheadRejectedError ? tooMany() : error;
    }
  };
}

const tooMany = (): Rejection =>
  new Rejection('SERVICE_UNAVAILABLE', 'Too much is searched for while the search index cannot be asked; try again', { upstream: 'elasticsearch' });

const searches = counter({ name: 'store_searches_total', help: 'Searches, suggestions and related offerings, by who found them', labels: ['engine'] });
