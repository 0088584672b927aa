/** Characteristics or prices as a CSV file (RFC 4180), the names of the columns first. */
import { unitOf } from '@catalog/contracts';
import { stringify } from 'csv-stringify/sync';
import { plainFields, type PlainKind, type Row } from '../row.ts';
import { cellOf } from './csv-cell.ts';

export function csvOf(table: `${PlainKind}s`, rows: Row[]): string {
  const kind = table.slice(0, -1) as PlainKind;
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
