/** Runs the queries that make up one answer from MongoDB: four at a time, all within one time limit. */
import { Rejection } from '@catalog/contracts';
import { bulkhead } from 'cockatiel';

/** `query` gets the time it has left. */
type QueryBudget = <T>(query: (limit: { maxTimeMS: number }) => Promise<T>) => Promise<T>;

const LIMIT_MS = 5_000;
const CONCURRENT = 4;

/** A query for which no time is left is refused with SERVICE_UNAVAILABLE. */
export function queryBudget(): QueryBudget {
  const deadline = performance.now() + LIMIT_MS;
  const limited = bulkhead(CONCURRENT, Infinity);
  return (query) =>
    limited.execute(() => {
      const left = Math.floor(deadline - performance.now());
      if (left > 0) return query({ maxTimeMS: left });
      const message = 'This search takes too long while the search index is unavailable; ask for less, or try again';
      throw new Rejection('SERVICE_UNAVAILABLE', message);
    });
}
