import { showPool } from '@catalog/observability';
import type { Pool } from 'undici';

/** Shows the pool's connections at /metrics, until the function it gives is called. */
export const showUndiciPool = (name: string, pool: Pool): (() => void) =>
  showPool(name, () => ({ in_use: pool.stats.connected - pool.stats.free, idle: pool.stats.free, waiting: pool.stats.queued }));
