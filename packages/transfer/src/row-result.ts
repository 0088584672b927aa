/** What became of a row, for people and for programs. */
import type { Entry } from './read-rows.ts';
import type { Kind } from './row.ts';

export type Status = 'created' | 'updated' | 'unchanged' | 'failed';
export type RowResult = { line: number; kind: Kind | null; name: string | null; status: Status; code?: string; message?: string; field?: string };

export const resultOf = (entry: Entry, outcome: { status: Status } | { error: unknown }): RowResult => ({
  line: entry.line,
  kind: 'row' in entry ? entry.row.kind : null,
  name: 'row' in entry ? entry.row.name : null,
  ...('status' in outcome ? outcome : failureOf(outcome.error)),
});

export const inWords = ({ line, kind, name, status, code, message, field }: RowResult): string =>
  [`line ${line}:`, status, kind, name && `"${name}"`, code && `${code}${field ? ` (${field})` : ''}: ${message}`].filter(Boolean).join(' ');

export type Totals = Record<Status, number>;

export function totalsOf(results: RowResult[]): Totals {
  const totals = { created: 0, updated: 0, unchanged: 0, failed: 0 };
  for (const { status } of results) totals[status] += 1;
  return totals;
}

export const summaryOf = (results: RowResult[]): string =>
  `${results.length} rows: ${Object.entries(totalsOf(results)).map(([status, count]) => `${count} ${status}`).join(', ')}`;

/** Whatever refuses a row has a code, a message and perhaps a field; what has none did not reach the catalog. */
function failureOf(error: unknown): Pick<RowResult, 'status' | 'code' | 'message' | 'field'> {
  const { code, message, reason, details } = error as Error & { code?: string; reason?: string; details?: { field?: string } };
  if (code === undefined || details === undefined) return { status: 'failed', code: 'NOT_REACHED', message };
  return { status: 'failed', code, message: reason ?? message, ...(details.field !== undefined && { field: details.field }) };
}
