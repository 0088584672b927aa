/** Characteristics or prices as the lines of a CSV file (RFC 4180), the names of the columns first. */
import { cellOf } from './csv-cell.ts';
import type { Row } from '../row.ts';

const tables = {
  characteristics: { kind: 'characteristic', columns: ['name', 'attribute', 'value', 'unit_of_measure'] },
  prices: { kind: 'price', columns: ['name', 'value', 'unit', 'currency'] },
} as const;

export function csvOf(table: keyof typeof tables, rows: Row[]): string[] {
  const { kind, columns } = tables[table];
  const cellsOf = (row: Row) => columns.map((column) => cellOf(String((row as Record<string, unknown>)[column])));
  return [columns.join(','), ...rows.filter((row) => row.kind === kind).map((row) => cellsOf(row).join(','))];
}
