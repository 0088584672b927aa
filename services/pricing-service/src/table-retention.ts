/** How long the rows of each table are kept. */
import { replicaRetention, sharedTables, sql, type TableRetention } from '@catalog/postgres';

export const tableRetention: readonly TableRetention[] = [
  ...sharedTables,
  { table: 'prices', kept: 'for good: what the service is for' },
  // What a price will be, and what was cancelled; what it was is in price_values.
  { table: 'price_changes', days: 730, since: 'ended_at' },
  { table: 'price_values', kept: 'for good: they tell what a price was, and the lowest of 30 days' },
  // Who changed a price is told for good; that a publication locked it, for a while.
  { table: 'history', days: 90, since: 'at', only: sql.fragment`change in ('PriceLocked', 'PriceUnlocked')` },
  // The engine forgets a saga after 7 days, and the offering service after 30: nothing of it comes after that.
  { table: 'publication_sagas', days: 60, since: 'released_at' },
  replicaRetention('offering_replicas'),
];
