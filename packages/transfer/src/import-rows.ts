/** Brings rows into a catalog, dependencies first, and says of each what became of it; a bad one stops nothing. */
import { isDeepStrictEqual } from 'node:util';
import { bodyOf, contentOf } from './body-of.ts';
import type { ImportTarget } from './import-target.ts';
import type { Entry } from './read-rows.ts';
import { kinds, type Row, RowRefusal } from './row.ts';
import { resultOf, type RowResult } from './row-result.ts';
import { severalAtOnce } from './several-at-once.ts';
import { type KnownThings, knownThings, type Thing, type Things } from './things.ts';

type RowEntry = Extract<Entry, { row: Row }>;
type Imported = { thing: Thing; status: 'created' | 'updated' | 'unchanged' };

export async function importRows({ entries, things, target, publish, report }: {
  entries: Entry[];
  /** What the catalog has already. */
  things: Things;
  target: ImportTarget;
  /** Whether offerings whose row says PUBLISHED are published, or stay drafts. */
  publish: boolean;
  report: (result: RowResult) => void;
}): Promise<void> {
  const known = knownThings(things);
  const drafts = new Map<string, { entry: RowEntry; status: Imported['status'] }>();
  const rows = entries.filter((entry): entry is RowEntry => 'row' in entry);
  for (const entry of entries) if ('error' in entry) report(resultOf(entry, entry));
  for (const kind of kinds) {
    await severalAtOnce(rows.filter(({ row }) => row.kind === kind), async (entry) => {
      const outcome = await importRow(entry.row, known, target).catch((error: unknown) => ({ error }));
      if ('error' in outcome || !publish || !isDue(entry.row, outcome.thing)) report(resultOf(entry, outcome));
      else drafts.set(outcome.thing.id, { entry, status: outcome.status });
    });
  }
  await target.publish([...drafts.keys()], (id, error) => {
    const { entry, status } = drafts.get(id)!;
    report(resultOf(entry, error === undefined ? { status: status === 'unchanged' ? 'updated' : status } : { error }));
  });
}

const isDue = (row: Row, { lifecycle_status }: Thing): boolean =>
  row.kind === 'offering' && row.lifecycle_status === 'PUBLISHED' && lifecycle_status === 'DRAFT';

async function importRow(row: Row, known: KnownThings, { write }: ImportTarget): Promise<Imported> {
  const current = known.find(row);
  const body = bodyOf(row, current, known);
  if (current && isDeepStrictEqual(contentOf(row.kind, current), body)) return { thing: current, status: 'unchanged' };
  if (current?.lifecycle_status && current.lifecycle_status !== 'DRAFT') {
    throw new RowRefusal('WRONG_STATE', `The offering is ${current.lifecycle_status} and differs from the row: only drafts are changed`);
  }
  const thing = await write(row.kind, current, body);
  known.add(row.kind, thing);
  if (!current) return { thing, status: 'created' };
  return { thing, status: thing.version === current.version ? 'unchanged' : 'updated' };
}
