/** How long the rows of each table are kept. */
import { replicaRetention, sharedTables, type TableRetention } from '@catalog/postgres';

export const tableRetention: readonly TableRetention[] = [
  ...sharedTables,
  { table: 'categories', kept: 'for good: what the service is for' },
  { table: 'product_offerings', kept: 'for good: what the service is for' },
  { table: 'history', kept: 'for good: it tells who did what' },
  { table: 'reference_changes', kept: 'for good: it tells who did what' },
  { table: 'offering_revisions', kept: 'for good: what customers saw' },
  { table: 'publications', days: 30, since: 'settled_at' },
  { table: 'schedules', kept: 'by schedule-starter.ts: until the engine has heard that it has ended' },
  replicaRetention('specification_replicas'),
  replicaRetention('price_replicas'),
  replicaRetention('characteristic_replicas'),
];
