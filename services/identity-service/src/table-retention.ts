/** How long the rows of each table are kept. */
import { sharedTables, type TableRetention } from '@catalog/postgres';

const byHousekeeping = 'by housekeeping.ts: until they are too old to matter';

export const tableRetention: readonly TableRetention[] = [
  ...sharedTables,
  { table: 'history', kept: 'for good: it stays empty' },
  { table: 'users', kept: 'for good: what the service is for' },
  { table: 'user_changes', kept: 'for good: it tells who changed which user' },
  { table: 'refresh_tokens', kept: byHousekeeping },
  { table: 'sign_ins', kept: byHousekeeping },
  { table: 'sign_in_failures', kept: byHousekeeping },
  { table: 'known_networks', kept: byHousekeeping },
];
