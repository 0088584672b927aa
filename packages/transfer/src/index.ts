/** A catalog as rows of a file, and rows brought into a catalog. */
export { csvOf, entriesOf, type Entry } from './file/index.ts';
export { type Change, dryRun, importRows, inWords, type RowResult, type Status, summaryOf, targetOf, type Totals, totalsOf } from './import/index.ts';
export { rowsOf } from './rows-of.ts';
export { readThings } from './things.ts';
