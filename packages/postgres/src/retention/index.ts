/** How long the rows of each table are kept. */
export { replicaRetention, sharedTables } from './shared-tables.ts';
export { keepTables, startTableRetention, type TableRetention } from './table-retention.ts';
