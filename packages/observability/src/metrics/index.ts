/** Prometheus metrics on one registry. */
export { type PoolState, showPool } from './show-pool.ts';
export { type MetricOptions, counter, gauge, histogram, registry, startProcessMetrics } from './metrics.ts';
export { countReplicaLookups } from './replica-lookups.ts';
