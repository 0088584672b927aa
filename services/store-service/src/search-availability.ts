/** Remembers whether the search index can be asked: from its first failure until it has been healed, nobody waits for it. */
import { gauge, log } from '@catalog/observability';

export type SearchAvailability = ReturnType<typeof searchAvailability>;

export function searchAvailability() {
  let usable = false;
  degraded.set(1);
  return {
    usable: (): boolean => usable,
    lost(error: unknown): void {
      if (usable) log.warn('Search index lost: searching in MongoDB', { error });
      usable = false;
      degraded.set(1);
    },
    restored(): void {
      if (!usable) log.info('Search index complete: searching in Elasticsearch');
      usable = true;
      degraded.set(0);
    },
  };
}

const degraded = gauge({ name: 'store_search_degraded', help: '1 while MongoDB answers searches, because the search index cannot be asked' });
