/** Queries Elasticsearch, and while that is unavailable MongoDB, with limited concurrency; a query that Elasticsearch refuses fails. */
import { Rejection } from '@catalog/contracts';
import { counter } from '@catalog/observability';
import { bulkhead, BulkheadRejectedError } from 'cockatiel';
import type { EngineName } from '../rules/index.ts';
import { type SearchAvailability, SearchIndexUnavailable, translateErrors } from '../search-index/index.ts';

export type Engines<Query, Found> = {
  elasticsearch: (query: Query) => Promise<Found>;
  mongodb: (query: Query) => Promise<Found>;
  availability: SearchAvailability;
};

type Find<Query, Found> = (query: Query) => Promise<{ found: Found; engine: EngineName }>;

export function withFallback<Query, Found>({ elasticsearch, mongodb, availability }: Engines<Query, Found>): Find<Query, Found> {
  const inMongodb = withLimitedConcurrency(mongodb);
  return async (query) => {
    if (availability.usable()) {
      const askedAt = performance.now();
      try {
        const found = await translateErrors(() => elasticsearch(query));
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

const CONCURRENT = 8;
const QUEUED = 100;
const MAXIMUM_WAIT_MS = 2_000;

/** Each query reads all offerings in MongoDB: one that finds the queue full, or waits too long, is refused with SERVICE_UNAVAILABLE. */
function withLimitedConcurrency<Query, Found>(find: (query: Query) => Promise<Found>): (query: Query) => Promise<Found> {
  const limited = bulkhead(CONCURRENT, QUEUED);
  return async (query) => {
    const askedAt = performance.now();
    try {
      return await limited.execute(() => {
        if (performance.now() - askedAt > MAXIMUM_WAIT_MS) throw tooMany();
        return find(query);
      });
    } catch (error) {
      throw error instanceof BulkheadRejectedError ? tooMany() : error;
    }
  };
}

const tooMany = (): Rejection =>
  new Rejection('SERVICE_UNAVAILABLE', 'Too many searches while the search index is unavailable; try again', { upstream: 'elasticsearch' });

const searches = counter({
  name: 'store_searches_total',
  help: 'Searches, suggestions and related offerings, by who found them',
  labels: ['engine'],
});
