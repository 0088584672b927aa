/** A catalog as rows of a file, and rows brought into a catalog. */
export { csvOf, entriesOf, type Entry } from './file/index.ts';
export { dryRun, importRows, inWords, type RowResult, summaryOf, targetOf, type Totals, totalsOf } from './import/index.ts';
export { rowsOf } from './rows-of.ts';
export { readThings } from './things.ts';
