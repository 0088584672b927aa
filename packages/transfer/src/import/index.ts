/** Rows brought into a catalog, with what became of each. */
export { importRows } from './import-rows.ts';
export { dryRun, targetOf } from './import-target.ts';
export { inWords, type RowResult, summaryOf, type Totals, totalsOf } from './row-result.ts';
