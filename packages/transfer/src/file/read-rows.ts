/** Reads rows from text: a JSON object per line, or CSV with the columns of a characteristic, a price or a category. */
import { foldedLine, type Rejection } from '@catalog/contracts';
import { duplicateKeyIn } from '@catalog/validation';
import { csvLines, type Line } from './csv-lines.ts';
import { isKind, type Kind, type Row, rowFrom, RowRefusal } from '../row.ts';
import { nameKey } from '../things.ts';

/** One row of a file and the line it starts on; if the row cannot be read, the error and what it claims to be. */
export type Entry = { line: number; row: Row } | { line: number; kind: Kind | null; name: string | null; error: unknown };

/** Throws only if there are no rows at all. */
export function readRows(text: string, format: 'ndjson' | 'csv'): Entry[] {
  const lines = format === 'csv' ? csvLines(text) : jsonLines(text);
  if (lines.length === 0) throw new Error('There is no row of a catalog in it');
  const seen = new Map<string, number>();
  return lines.map((line) => entryOf(line, seen));
}

function entryOf({ line, read }: Line, seen: Map<string, number>): Entry {
  let value: unknown;
  try {
    value = read();
    const row = rowFrom(value);
    refuseRepetition(row, line, seen);
    return { line, row };
  } catch (error) {
    const { kind, name } = (value ?? {}) as { kind?: unknown; name?: unknown };
    return { line, kind: isKind(kind) ? kind : null, name: typeof name === 'string' ? name : null, error: shortOf(error) };
  }
}

/** Only the first fault of a row, since a file may have very many rows. */
function shortOf(error: unknown): RowRefusal {
  const { code, message, details } = error as Rejection;
  return new RowRefusal(code, message, details.field);
}

function jsonLines(text: string): Line[] {
  return text
    .split(/\r?\n/)
    .map((content, index) => ({ line: index + 1, content }))
    .filter(({ content }) => content.trim() !== '')
    .map(({ line, content }) => ({ line, read: () => parsed(content) }));
}

function parsed(content: string): unknown {
  const value = valueIn(content);
  const twice = duplicateKeyIn(content);
  if (twice !== undefined) throw new RowRefusal('MALFORMED_ROW', `It has "${twice}" twice`, twice);
  return value;
}

function valueIn(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    throw new RowRefusal('MALFORMED_ROW', `The line is not JSON: ${(error as Error).message}`);
  }
}

function refuseRepetition(row: Row, line: number, seen: Map<string, number>): void {
  const externalId = 'external_id' in row ? row.external_id : undefined;
  const key = `${row.kind} ${externalId ? `id ${foldedLine(externalId)}` : `name ${nameKey(row.kind, row.name)}`}`;
  const first = seen.get(key);
  if (first !== undefined) {
    throw new RowRefusal('REPEATED_ROW', `Line ${first} is about the same ${row.kind}`, externalId ? 'external_id' : 'name');
  }
  seen.set(key, line);
}
