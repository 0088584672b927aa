/** Remembers whether the search index can be asked: from its first failure until it has been healed, nobody waits for it. */
import { gauge, log } from '@catalog/observability';
import { isOfOneRequest } from './search-index-errors.ts';

export type SearchAvailability = ReturnType<typeof searchAvailability>;

export function searchAvailability() {
  let usable = false;
  let lastAnswer = -Infinity;
  degraded.set(1);

  function lost(error: unknown): void {
    if (usable) log.warn('Search index lost: searching in MongoDB', { error });
    usable = false;
    degraded.set(1);
  }

  return {
    usable: (): boolean => usable,
    lost,
    answered(): void {
      lastAnswer = performance.now();
    },
    /** An index that answered others meanwhile is slow, not lost: sending all of them to MongoDB would make them slower still. */
    failed(error: Error, askedAt: number): void {
      const isSlow = isOfOneRequest(error) && lastAnswer > askedAt;
      if (!isSlow) lost(error);
    },
    restored(): void {
      if (!usable) log.info('Search index complete: searching in Elasticsearch');
      usable = true;
      degraded.set(0);
    },
  };
}

const degraded = gauge({ name: 'store_search_degraded', help: '1 while MongoDB answers searches, because the search index cannot be asked' });
