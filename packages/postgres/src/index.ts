/** PostgreSQL for the write services: connect, migrate, append events, relay them, and answer repeated requests alike. */
export { appendEvent, type DomainEvent } from './append-event.ts';
export { connect, type ConnectOptions, type Database } from './database.ts';
export { databaseHealth, type DatabaseHealth } from './database-health.ts';
export { type FailedEvent, failedEvents, requeueFailedEvents } from './failed-events.ts';
export { appendHistory, type Change, historyOf } from './history.ts';
export { type IdempotencyClaim, idempotently, idempotentlyAfter, REPLAYED_HEADER, type Reply } from './idempotently.ts';
export { inAnyCase, listFilter, type ListQuery, textFilter } from './list-filter.ts';
export { mendedUniquely } from './mended-uniquely.ts';
export { migrate, type MigrationStep } from './migrate.ts';
export type { OutboxMessage, PublishBatch, PublishResult } from './outbox-batch.ts';
export { type OutboxRelay, type OutboxRelayOptions, startOutboxRelay } from './outbox-relay.ts';
export { type OutboxSettings } from './outbox-settings.ts';
export { type Replica, replica } from './replica.ts';
export { type Row, row, sql } from './sql.ts';
export { replicaRetention, sharedTables } from './shared-tables.ts';
export { keepTables, startTableRetention, type TableRetention } from './table-retention.ts';
export { uniqueViolation } from './unique-violation.ts';
