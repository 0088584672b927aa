/** Waits until a server is healthy. */
export { awaitHealthy } from './await-healthy.ts';
export { acceptsConnections, acceptsQueries, isYellowOrGreen, respondsOk } from './probes.ts';
