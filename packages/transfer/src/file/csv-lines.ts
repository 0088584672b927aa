/** Reads the rows of a CSV file; its first line says whether they are characteristics or prices. */
import { type Charge, chargeFromUnit } from '@catalog/contracts';
import { type CsvError, parse } from 'csv-parse/sync';
import { textOf } from './csv-cell.ts';
import { csvRecords } from './csv-records.ts';
import { type Kind, plainFields, RowRefusal } from '../row.ts';

/** Where a row starts, and how to read it, which may fail for it alone. */
export type Line = { line: number; read: () => unknown };

/** Prices have five, characteristics four; further ones are refused in each line. */
const MOST_COLUMNS = 100;

/** Throws if the first line is not the columns of a kind, each once. */
export function csvLines(text: string): Line[] {
  const [header, ...records] = csvRecords(text);
  if (!header) return [];
  const columns = cellsIn(header.text);
  const kind = kindOf(columns);
  return records.map(({ line, text: record }) => ({ line, read: () => ({ kind, ...valuesIn(record, columns) }) }));
}

function kindOf(columns: string[]): Kind {
  if (columns.length > MOST_COLUMNS) throw new Error(`The first line has ${columns.length} columns: at most ${MOST_COLUMNS}`);
  const twice = columns.find((column, index) => columns.indexOf(column) !== index);
  if (twice !== undefined) throw new RowRefusal('MALFORMED_ROW', `The first line names the column "${twice}" twice`, twice);
  if (columns.includes('unit_of_measure')) return 'characteristic';
  if (columns.includes('currency')) return 'price';
  const [characteristics, prices] = [plainFields('characteristic').join(), plainFields('price').join()];
  throw new Error(`CSV is for characteristics (${characteristics}) and prices (${prices}): its first line says which`);
}

const decimal = /^-?\d+(\.\d+)?$/;

/** Empty cells are left out. */
function valuesIn(record: string, columns: string[]): Record<string, unknown> {
  const cells = cellsIn(record);
  if (cells.length !== columns.length) {
    throw new RowRefusal('MALFORMED_ROW', `It has ${cells.length} cells where the first line names ${columns.length} columns`);
  }
  const isPrice = columns.includes('currency');
  const given = columns.map((column, index) => [column, cells[index]!] as const).filter(([, cell]) => cell !== '');
  return Object.fromEntries(given.map(([column, cell]) => [column, isPrice ? priceValueOf(column, cell) : textOf(cell)]));
}

/** The value of a price becomes a number, its charge what the text says; other text is left to the row's own rules. */
function priceValueOf(column: string, cell: string): string | number | Charge {
  if (column === 'value' && decimal.test(cell)) return Number(cell);
  const text = textOf(cell);
  return column === 'charge' ? chargeOfCell(text) : text;
}

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
