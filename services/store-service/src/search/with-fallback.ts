/** Queries Elasticsearch, and while that is unavailable MongoDB, with limited concurrency; a query that Elasticsearch refuses fails. */
import { Rejection } from '@catalog/contracts';
import { counter } from '@catalog/observability';
import type { EngineName } from '../rules/index.ts';
import { type SearchAvailability, SearchIndexUnavailable, translateErrors } from '../search-index/index.ts';
import { withLimitedConcurrency } from './limited-concurrency.ts';

export type Engines<Query, Found> = {
  elasticsearch: (query: Query) => Promise<Found>;
  mongodb: (query: Query) => Promise<Found>;
  availability: SearchAvailability;
};

type Find<Query, Found> = (query: Query) => Promise<{ found: Found; engine: EngineName }>;

export function withFallback<Query, Found>({ elasticsearch, mongodb, availability }: Engines<Query, Found>): Find<Query, Found> {
  const inMongodb = withLimitedConcurrency(mongodb, { concurrent: 8, refusal: tooMany });
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

/** Each query reads all offerings in MongoDB. */
const tooMany = (): Rejection =>
  new Rejection('SERVICE_UNAVAILABLE', 'Too many searches while the search index is unavailable; try again', { upstream: 'elasticsearch' });

const searches = counter({
  name: 'store_searches_total',
  help: 'Searches, suggestions and related offerings, by who found them',
  labels: ['engine'],
});
