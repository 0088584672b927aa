/** A catalog as the lines of a file, and the rows in a file. */
export { csvOf, type CsvTable, csvTables } from './csv-of.ts';
export { entriesOf } from './entries-of.ts';
export type { Entry } from './read-rows.ts';
