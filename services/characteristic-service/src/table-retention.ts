/** How long the rows of each table are kept. */
import { replicaRetention, sharedTables, type TableRetention } from '@catalog/postgres';

export const tableRetention: readonly TableRetention[] = [
  ...sharedTables,
  { table: 'characteristics', kept: 'for good: what the service is for' },
  { table: 'history', kept: 'for good: it tells who did what' },
  replicaRetention('specification_replicas'),
  replicaRetention('offering_replicas'),
];
