/** How long the rows of each table are kept. */
import { sharedTables, type TableRetention } from '@catalog/postgres';

export const tableRetention: readonly TableRetention[] = [
  ...sharedTables,
  { table: 'gadgets', kept: 'for good: what the service is for' },
  { table: 'history', kept: 'for good: it tells who did what' },
];
