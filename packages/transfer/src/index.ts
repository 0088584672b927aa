/** A catalog as rows of a file, and rows brought into a catalog. */
export { csvOf, type CsvTable, csvTables, entriesOf, type Entry } from './file/index.ts';
export { dryRun, importRows, inWords, type RowResult, summaryOf, targetOf, type Totals, totalsOf } from './import/index.ts';
export { collectionOf, type Kind as RowKind, kinds as rowKinds } from './row.ts';
export { rowsOf } from './rows-of.ts';
export { readThings } from './things.ts';
