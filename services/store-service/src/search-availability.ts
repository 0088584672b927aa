/** Remembers whether the search index can be asked: from its first failure until it has been healed, nobody waits for it. */
import { log } from '@catalog/observability';

export type SearchAvailability = ReturnType<typeof searchAvailability>;

export function searchAvailability() {
  let usable = false;
  return {
    usable: (): boolean => usable,
    lost(error: unknown): void {
      if (usable) log.warn('Search index lost: searching in MongoDB', { error });
      usable = false;
    },
    restored(): void {
      if (!usable) log.info('Search index complete: searching in Elasticsearch');
      usable = true;
    },
  };
}
