/** Queries with limited concurrency: one that finds the queue full, or waits too long in it, is refused. */
import type { Rejection } from '@catalog/contracts';
import { bulkhead, BulkheadRejectedError } from 'cockatiel';

const QUEUED = 100;
const MAXIMUM_WAIT_MS = 2_000;

export function withLimitedConcurrency<Query, Found>(
  find: (query: Query) => Promise<Found>,
  { concurrent, refusal }: { concurrent: number; refusal: () => Rejection },
): (query: Query) => Promise<Found> {
  const limited = bulkhead(concurrent, QUEUED);
  return async (query) => {
    const askedAt = performance.now();
    try {
      return await limited.execute(() => {
        if (performance.now() - askedAt > MAXIMUM_WAIT_MS) throw refusal();
        return find(query);
      });
    } catch (error) {
      throw error instanceof BulkheadRejectedError ? refusal() : error;
    }
  };
}
