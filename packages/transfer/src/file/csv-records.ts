/** Splits CSV into records, each with the line it starts on: quoted cells may contain line breaks. */

export type CsvRecord = { line: number; text: string };

const lineBreak = /\r\n|\n|\r/g;

/** Skips empty lines. After a quote that is never closed the rest is one record. */
export function csvRecords(text: string): CsvRecord[] {
  const records: CsvRecord[] = [];
  for (let at = 0, line = 1; at < text.length;) {
    const end = endOfRecord(text, at);
    const record = text.slice(at, end);
    if (record.trim() !== '') records.push({ line, text: record });
    const next = text.startsWith('\r\n', end) ? end + 2 : end + 1;
    line += (record.match(lineBreak)?.length ?? 0) + 1;
    at = next;
  }
  return records;
}

/** The index of the record's line break, or of the end. A quote opens only at the beginning of a cell. */
function endOfRecord(text: string, from: number): number {
  for (let at = from, opens = true; at < text.length; at += 1) {
    const character = text[at]!;
    if (character === '\n' || character === '\r') return at;
    if (character === '"' && opens) at = endOfQuotes(text, at);
    opens = character === ',' || (opens && character.trim() === '');
  }
  return text.length;
}

/** The index of the closing quote; a doubled quote belongs to the cell. */
function endOfQuotes(text: string, from: number): number {
  for (let at = text.indexOf('"', from + 1); at !== -1; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] !== '"') return at;
  }
  return text.length;
}
