/** A catalog as rows of a file, and rows brought into a catalog. */
export { type Answer, type Call, callCatalog, CatalogRefusal, LOGIN, type Method, NoCatalog } from './call-catalog.ts';
export { type CatalogApi, catalogApiAt } from './catalog-api.ts';
export { csvOf, entriesOf, type Entry } from './file/index.ts';
export { type Change, dryRun, importRows, inWords, type RowResult, type Status, summaryOf, targetOf, type Totals, totalsOf } from './import/index.ts';
export { rowsOf } from './rows-of.ts';
export { readThings } from './things.ts';
