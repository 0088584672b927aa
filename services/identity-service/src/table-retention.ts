/** How long the rows of each table are kept. */
import { sharedTables, sql, type TableRetention } from '@catalog/postgres';
import { FORGOTTEN_AFTER_DAYS, KNOWN_DAYS } from './rules/index.ts';

/** `signInDays`: a setting, for the record of sign-ins. */
export const retentionWith = ({ signInDays }: { signInDays: number }): readonly TableRetention[] => [
  ...sharedTables,
  { table: 'history', kept: 'for good: it stays empty' },
  { table: 'users', kept: 'for good: what the service is for' },
  { table: 'user_changes', kept: 'for good: it tells who changed which user' },
  { table: 'refresh_tokens', days: 0, since: 'expires_at' },
  { table: 'sign_ins', days: signInDays, since: 'at' },
  { table: 'sign_in_failures', days: FORGOTTEN_AFTER_DAYS, since: 'last_at', only: sql.fragment`blocked_until < now()` },
  { table: 'known_networks', days: KNOWN_DAYS, since: 'last_at' },
];

export const tableRetention = retentionWith({ signInDays: 90 });
