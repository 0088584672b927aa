/** What becomes of the rows of the tables that every service has, and of those of replicas. */
import { sql } from '../connection/index.ts';
import type { TableRetention } from './table-retention.ts';

/** Longer than any event can be under way: queues, dead letters and failed events of the outbox are looked after within weeks. */
const TOMBSTONE_DAYS = 90;

/** `history` is named by the service: what is done to its things may be of passing interest. */
export const sharedTables: readonly TableRetention[] = [
  { table: 'schema_migrations', kept: 'for good: a row for each migration' },
  { table: 'outbox', kept: 'by the relay: what was sent goes after 7 days, what failed waits for an operator' },
  { table: 'idempotency_keys', kept: 'by the relay: they go after 24 hours' },
];

/** What exists is kept as long as it does. What was deleted is remembered for a while, so that a late event does not bring it back. */
export const replicaRetention = (table: string): TableRetention => ({
  table,
  days: TOMBSTONE_DAYS,
  since: 'changed_at',
  only: sql.fragment`deleted`,
});
