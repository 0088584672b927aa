/** Metrics of connection pools: how many connections are in use or idle, and how many callers wait for one; read when /metrics is. */
import { gauge } from './metrics.ts';

export type PoolState = { in_use: number; idle: number; waiting: number };

/** Shows the pool until the returned function is called. Pools of one name are added up. */
export function showPool(pool: string, state: () => PoolState): () => void {
  const shown = { pool, state };
  shownPools.add(shown);
  return () => {
    shownPools.delete(shown);
  };
}

const shownPools = new Set<{ pool: string; state: () => PoolState }>();

gauge({
  name: 'connection_pool_connections',
  help: 'Connections of a pool that are in use or idle, and how many wait for one',
  labels: ['pool', 'state'],
  collect(self) {
    self.reset();
    for (const { pool, state } of shownPools) {
      for (const [name, count] of Object.entries(state())) self.inc({ pool, state: name }, count);
    }
  },
});
