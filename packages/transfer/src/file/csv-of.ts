/** Characteristics or prices as a CSV file (RFC 4180), the names of the columns first. */
import { stringify } from 'csv-stringify/sync';
import type { Row } from '../row.ts';
import { cellOf } from './csv-cell.ts';

const tables = {
  characteristics: { kind: 'characteristic', columns: ['name', 'attribute', 'value', 'unit_of_measure'] },
  prices: { kind: 'price', columns: ['name', 'value', 'unit', 'currency'] },
} as const;

export function csvOf(table: keyof typeof tables, rows: Row[]): string {
  const { kind, columns } = tables[table];
  const cellsOf = (row: Row) => columns.map((column) => cellOf(String((row as Record<string, unknown>)[column])));
  // A parser that trims would drop white space at the ends of a bare cell.
  return stringify([columns, ...rows.filter((row) => row.kind === kind).map(cellsOf)], { quoted_match: /^\s|\s$|[\r\n]/ });
}
