/** Rows of one kind as a CSV file (RFC 4180), the names of the columns first; where there is nothing, a cell is empty. */
import { unitOf } from '@catalog/contracts';
import { stringify } from 'csv-stringify/sync';
import { collectionOf, plainFields, plainKinds, type Row } from '../row.ts';
import { cellOf } from './csv-cell.ts';

/** What can stand in a table. */
export const csvTables = plainKinds.map((kind) => collectionOf[kind]);
export type CsvTable = (typeof csvTables)[number];

export function csvOf(table: CsvTable, rows: Row[]): string {
  const kind = plainKinds.find((each) => collectionOf[each] === table)!;
  const columns = plainFields(kind);
  const cellsOf = (row: Row) => columns.map((column) => cellOf(textIn(row, column)));
  // A parser that trims would drop white space at the ends of a bare cell.
  return stringify([columns, ...rows.filter((row) => row.kind === kind).map(cellsOf)], { quoted_match: /^\s|\s$|[\r\n]/ });
}

/** A charge is written as the unit that says it. */
function textIn(row: Row, column: string): string {
  if (row.kind === 'price' && column === 'charge') return row.charge ? unitOf(row.charge) : '';
  return String((row as Record<string, string | number | undefined>)[column] ?? '');
}
