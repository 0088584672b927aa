/** PostgreSQL for the write services: connect, migrate, append events, relay them, and answer repeated requests alike. */
export * from './aggregate/index.ts';
export * from './connection/index.ts';
export { type IdempotencyClaim, idempotently, idempotentlyAfter, REPLAYED_HEADER, type Reply } from './idempotently.ts';
export * from './migrate/index.ts';
export { offeringReplicas } from './offering-replicas.ts';
export * from './outbox/index.ts';
export { type Replica, replica } from './replica.ts';
export * from './retention/index.ts';
export { openServiceDatabase } from './service-database.ts';
