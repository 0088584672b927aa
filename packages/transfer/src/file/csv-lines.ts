/** Reads the rows of a CSV file; its first line says whether they are characteristics, prices or categories. */
import { type Charge, chargeFromUnit } from '@catalog/contracts';
import { type CsvError, parse } from 'csv-parse/sync';
import { textOf } from './csv-cell.ts';
import { csvRecords } from './csv-records.ts';
import { collectionOf, plainFields, type PlainKind, plainKinds, RowRefusal } from '../row.ts';

/** Where a row starts, and how to read it, which may fail for it alone. */
export type Line = { line: number; read: () => unknown };

/** The columns of a kind are fewer; further ones are refused in each line. */
const MOST_COLUMNS = 100;

/** Throws if the first line is not the columns of a kind, each once. */
export function csvLines(text: string): Line[] {
  const [header, ...records] = csvRecords(text);
  if (!header) return [];
  const columns = cellsIn(header.text);
  const kind = kindOf(columns);
  return records.map(({ line, text: record }) => ({ line, read: () => ({ kind, ...valuesIn(record, columns, kind) }) }));
}

function kindOf(columns: string[]): PlainKind {
  if (columns.length > MOST_COLUMNS) throw new Error(`The first line has ${columns.length} columns: at most ${MOST_COLUMNS}`);
  const twice = columns.find((column, index) => columns.indexOf(column) !== index);
  if (twice !== undefined) throw new RowRefusal('MALFORMED_ROW', `The first line names the column "${twice}" twice`, twice);
  if (columns.includes('unit_of_measure')) return 'characteristic';
  if (columns.includes('currency')) return 'price';
  if (columns.includes('sort_order')) return 'category';
  const tables = plainKinds.map((kind) => `${collectionOf[kind]} (${plainFields(kind).join()})`);
  throw new Error(`CSV is for ${tables.slice(0, -1).join(', ')} and ${tables.at(-1)}: its first line says which`);
}

const decimal = /^-?\d+(\.\d+)?$/;

/** Empty cells are left out. */
function valuesIn(record: string, columns: string[], kind: PlainKind): Record<string, unknown> {
  const cells = cellsIn(record);
  if (cells.length !== columns.length) {
    throw new RowRefusal('MALFORMED_ROW', `It has ${cells.length} cells where the first line names ${columns.length} columns`);
  }
  const given = columns.map((column, index) => [column, cells[index]!] as const).filter(([, cell]) => cell !== '');
  return Object.fromEntries(given.map(([column, cell]) => [column, valueOf[kind]?.(column, cell) ?? textOf(cell)]));
}

/** What is more than text: the value of a price and the order of a category are numbers, a charge is what its text says. */
const valueOf: { [K in PlainKind]?: (column: string, cell: string) => number | Charge | undefined } = {
  price: (column, cell) => (column === 'charge' ? chargeOfCell(textOf(cell)) : numberIn('value', column, cell)),
  category: (column, cell) => numberIn('sort_order', column, cell),
};

/** Other text is left to the row's own rules. */
const numberIn = (wanted: string, column: string, cell: string): number | undefined =>
  column === wanted && decimal.test(cell) ? Number(cell) : undefined;

function chargeOfCell(text: string): Charge {
  const charge = chargeFromUnit(text);
  if (charge) return charge;
  throw new RowRefusal(
    'VALIDATION_ERROR',
    `charge must be plain, as "per month", "per SIM per year for 24 months", "one-time" or "per GB"`,
    'charge',
  );
}

function cellsIn(record: string): string[] {
  try {
    return parse(record, { trim: true, relax_column_count: true })[0] ?? [];
  } catch (error) {
    // The rest of the message counts lines within this record.
    throw new RowRefusal('MALFORMED_ROW', `The line is not CSV: ${(error as CsvError).message.split(/[:,] | at line/)[0]}`);
  }
}
