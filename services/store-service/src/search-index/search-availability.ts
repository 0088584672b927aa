/** Remembers whether the search index can be used: after a failure no search waits for it until it has caught up. */
import { gauge, log } from '@catalog/observability';
import { concernsOneRequest } from './translate-errors.ts';

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
    /** An index that answered other searches meanwhile is only slow: if MongoDB had to answer all of them, they would be slower still. */
    failed(error: Error, askedAt: number): void {
      const isSlow = concernsOneRequest(error) && lastAnswer > askedAt;
      if (!isSlow) lost(error);
    },
    restored(): void {
      if (!usable) log.info('Search index complete: searching in Elasticsearch');
      usable = true;
      degraded.set(0);
    },
  };
}

const degraded = gauge({
  name: 'store_search_degraded',
  help: '1 while MongoDB answers searches, because the search index cannot be asked',
});
