/** The health of a service. */
export * from './health.ts';
