/** Reads a file as CSV if its name ends so, else as NDJSON; throws when there is nothing to read in it. */
import { type Entry, readRows } from './read-rows.ts';

export const entriesOf = (name: string, content: Uint8Array): Entry[] =>
  readRows(textIn(content), name.toLowerCase().endsWith('.csv') ? 'csv' : 'ndjson');

function textIn(content: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    throw new Error('The file is not in UTF-8');
  }
}
