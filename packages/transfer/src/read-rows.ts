/** Reads the rows of a file: a JSON object per line, or CSV with the columns of a characteristic or a price. */
import { CsvError, parse } from 'csv-parse/sync';
import { type Kind, nameKey, type Row, rowFrom, RowRefusal } from './row.ts';

/** What one line came to: a row, or why it is none. */
export type Entry = { line: number; row: Row } | { line: number; error: unknown };

type Line = { line: number; read: () => unknown };

/** Throws only when nothing in it is a row. */
export function readRows(text: string, format: 'ndjson' | 'csv'): Entry[] {
  const lines = format === 'csv' ? csvLines(text) : jsonLines(text);
  const seen = new Map<string, number>();
  const entries = lines.map(({ line, read }): Entry => {
    try {
      const row = rowFrom(read());
      refuseRepetition(row, line, seen);
      return { line, row };
    } catch (error) {
      return { line, error };
    }
  });
  if (!entries.some((entry) => 'row' in entry)) throw new Error(`There is no row of a catalog in it${firstFault(entries)}`);
  return entries;
}

function jsonLines(text: string): Line[] {
  return text.split(/\r?\n/)
    .map((content, index) => ({ line: index + 1, content }))
    .filter(({ content }) => content.trim() !== '')
    .map(({ line, content }) => ({ line, read: () => parsed(content) }));
}

function parsed(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    throw new RowRefusal('MALFORMED_ROW', `The line is not JSON: ${(error as Error).message}`);
  }
}

/** A price or a characteristic has four; others beside them are refused line by line. */
const MOST_COLUMNS = 100;

type CsvRecord = { record: Record<string, string>; info: { lines: number } };

function csvLines(text: string): Line[] {
  const faults: Line[] = [];
  let kind: Kind | undefined;
  const columns = (header: string[]) => {
    // Each faulty line is told with all of them.
    if (header.length > MOST_COLUMNS) throw new Error(`The first line has ${header.length} columns: at most ${MOST_COLUMNS}`);
    kind = kindOf(header);
    return header;
  };
  const found = parse<CsvRecord>(text, {
    columns, info: true, trim: true, skip_empty_lines: true, skip_records_with_error: true,
    on_skip: (error) => {
      const refusal = new RowRefusal('MALFORMED_ROW', error instanceof CsvError ? error.message : 'The line is not CSV');
      faults.push({ line: Number((error as { lines?: number } | undefined)?.lines ?? 0), read: () => { throw refusal; } });
    },
  });
  const lines = found.map(({ record, info }) => ({ line: info.lines, read: () => ({ kind, ...cells(record) }) }));
  return [...lines, ...faults].sort((one, other) => one.line - other.line);
}

function kindOf(header: string[]): Kind {
  if (header.includes('unit_of_measure')) return 'characteristic';
  if (header.includes('currency')) return 'price';
  throw new Error('CSV is for characteristics (name,attribute,value,unit_of_measure) and prices (name,value,unit,currency): its first line says which');
}

const decimal = /^-?\d+(\.\d+)?$/;

/** An empty cell says nothing; the value of a price is a number. */
function cells(record: Record<string, string>): Record<string, unknown> {
  const given = Object.entries(record).filter(([, cell]) => cell !== '');
  const isPrice = 'currency' in record;
  return Object.fromEntries(given.map(([name, cell]) => [name, isPrice && name === 'value' && decimal.test(cell) ? Number(cell) : cell]));
}

function refuseRepetition(row: Row, line: number, seen: Map<string, number>): void {
  const externalId = row.kind === 'offering' ? row.external_id : undefined;
  const key = `${row.kind} ${externalId ? `id ${externalId}` : `name ${nameKey(row.name)}`}`;
  const first = seen.get(key);
  if (first !== undefined) {
    throw new RowRefusal('REPEATED_ROW', `Line ${first} is about the same ${row.kind}`, externalId ? 'external_id' : 'name');
  }
  seen.set(key, line);
}

const firstFault = ([first]: Entry[]): string =>
  (first && 'error' in first ? `: line ${first.line}: ${(first.error as Error).message}` : ' at all');
