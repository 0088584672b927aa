/** Waits until a server is healthy. */
export { awaitHealthy, type HealthWait } from './await-healthy.ts';
export { acceptsConnections, acceptsQueries, isYellowOrGreen, respondsOk } from './probes.ts';
