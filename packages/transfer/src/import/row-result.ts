/** The result of a row, as data and in words. */
import type { Change } from './changes.ts';
import type { Entry } from '../file/index.ts';
import type { Kind } from '../row.ts';

type Status = 'created' | 'updated' | 'unchanged' | 'failed';

/** What was done, or in a dry run would be. */
export type Outcome = {
  status: Exclude<Status, 'failed'>;
  /** What an update changes. */
  changes?: Change[];
  /** How many published offerings will show the change. */
  published_offerings?: number;
  /** Where the catalog differs from the row although nothing failed. */
  warnings?: string[];
};

export type RowResult = {
  line: number;
  kind: Kind | null;
  name: string | null;
  status: Status;
  code?: string;
  message?: string;
  field?: string;
} & Omit<Outcome, 'status'>;

export const resultOf = (entry: Entry, outcome: Outcome | { error: unknown }): RowResult => ({
  line: entry.line,
  kind: 'row' in entry ? entry.row.kind : entry.kind,
  name: 'row' in entry ? entry.row.name : entry.name,
  ...('status' in outcome ? outcome : failureOf(outcome.error)),
});

export function inWords({
  line,
  kind,
  name,
  status,
  code,
  message,
  field,
  changes,
  published_offerings: shown,
  warnings = [],
}: RowResult): string {
  const head = [`line ${line}:`, status, kind, name && `"${name}"`, code && `${code}${field ? ` (${field})` : ''}: ${message}`]
    .filter(Boolean)
    .join(' ');
  const changed = (changes ?? []).map((one) => `${one.field} ${JSON.stringify(one.from)} → ${JSON.stringify(one.to)}`).join(', ');
  return [head, changed, shown && `${shown} published offering(s) show it`, ...warnings].filter(Boolean).join('; ');
}

export type Totals = Record<Status, number>;

export function totalsOf(results: RowResult[]): Totals {
  const totals = { created: 0, updated: 0, unchanged: 0, failed: 0 };
  for (const { status } of results) totals[status] += 1;
  return totals;
}

export const summaryOf = (results: RowResult[]): string =>
  `${results.length} rows: ${Object.entries(totalsOf(results))
    .map(([status, count]) => `${count} ${status}`)
    .join(', ')}`;

/** Every refusal has a code and details; an error without them means that the catalog was not reached. */
function failureOf(error: unknown): Pick<RowResult, 'status' | 'code' | 'message' | 'field'> {
  const { code, message, reason, details } = error as Error & { code?: string; reason?: string; details?: { field?: string } };
  if (code === undefined || details === undefined) return { status: 'failed', code: 'NOT_REACHED', message };
  return { status: 'failed', code, message: reason ?? message, ...(details.field !== undefined && { field: details.field }) };
}
