/** Counts how often a service finds what it looks for in its replica of another service's data. */
import { counter } from './metrics.ts';

const lookups = counter({
  name: 'replica_lookups_total',
  help: 'Things looked up in a local replica; a miss is asked of their owner',
  labels: ['replica', 'outcome'],
});

export function countReplicaLookups(replica: string, { hits, misses }: { hits: number; misses: number }): void {
  lookups.inc({ replica, outcome: 'hit' }, hits);
  lookups.inc({ replica, outcome: 'miss' }, misses);
}
