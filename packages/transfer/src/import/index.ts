/** Rows brought into a catalog, with what became of each. */
export type { Change } from './changes.ts';
export { importRows } from './import-rows.ts';
export { dryRun, targetOf } from './import-target.ts';
export { inWords, type RowResult, type Status, summaryOf, type Totals, totalsOf } from './row-result.ts';
