/** Imports rows, dependencies first, and reports what became of each; a bad row does not stop the others. */
import pMap from 'p-map';
import { bodyOf } from './body-of.ts';
import { changesIn } from './changes.ts';
import { fillCalendar } from './fill-calendar.ts';
import type { ImportTarget } from './import-target.ts';
import { requirePublishable } from './publishable.ts';
import { namesIn } from '../category-path.ts';
import type { Entry } from '../file/index.ts';
import { kinds, type Row, RowRefusal } from '../row.ts';
import { type Outcome, resultOf, type RowResult } from './row-result.ts';
import { scheduleOffering } from './schedule-offering.ts';
import { knownThings, type KnownThings, type Thing, type Things } from '../things.ts';

type RowEntry = Extract<Entry, { row: Row }>;
type Imported = { thing: Thing; outcome: Outcome };
type Import = {
  entries: Entry[];
  /** What exists in the catalog. */
  things: Things;
  target: ImportTarget;
  /** Whether offerings whose row says PUBLISHED are published; otherwise they stay drafts. */
  publish: boolean;
  report: (result: RowResult) => void;
  now?: () => Date;
};
/** What is done once all rows are imported, by the id of the thing. */
type Later = Map<string, { entry: RowEntry; imported: Imported }>;

const AT_ONCE = { concurrency: 8 };

export async function importRows({ entries, things, target, publish, report, now = () => new Date() }: Import): Promise<void> {
  const known = knownThings(
    things,
    entries.flatMap((entry) => ('row' in entry ? entry.row : [])),
  );
  const drafts: Later = new Map();
  const scheduled: Later = new Map();
  const conclude = (entry: RowEntry, imported: Imported) => {
    if (isAboutLater(entry.row)) scheduled.set(imported.thing.id, { entry, imported });
    else report(resultOf(entry, withStateWarning(entry.row, imported)));
  };

  for (const entry of entries) if ('error' in entry) report(resultOf(entry, entry));
  for (const rows of inTurn(entries.filter((entry): entry is RowEntry => 'row' in entry))) {
    await pMap(
      rows,
      (entry) =>
        orFailed(entry, report, async () => {
          const imported = await importRow(entry.row, known, target);
          if (!publish || !isDue(entry.row, imported.thing)) return conclude(entry, imported);
          requirePublishable(imported.thing, known);
          drafts.set(imported.thing.id, { entry, imported });
        }),
      AT_ONCE,
    );
  }
  await target.publish([...drafts.keys()], (id, error) => {
    const { entry, imported } = drafts.get(id)!;
    if (error === undefined) conclude(entry, published(imported));
    else report(resultOf(entry, { error }));
  });
  await pMap(
    [...scheduled.values()],
    ({ entry, imported }) =>
      orFailed(entry, report, async () => {
        const due = { known, target, now: now() };
        const outcome = await (entry.row.kind === 'price' ? fillCalendar : scheduleOffering)(entry.row, imported, due);
        report(resultOf(entry, withStateWarning(entry.row, { ...imported, outcome })));
      }),
    AT_ONCE,
  );
}

/** What others are made of comes before them, and categories a level at a time. */
const inTurn = (rows: RowEntry[]): RowEntry[][] => {
  const turnOf = ({ row }: RowEntry): number => kinds.indexOf(row.kind) * 1_000 + (row.kind === 'category' ? namesIn(row.name).length : 0);
  const turns = Map.groupBy(rows, turnOf);
  return [...turns.keys()].toSorted((one, other) => one - other).map((turn) => turns.get(turn)!);
};

const orFailed = (entry: RowEntry, report: Import['report'], work: () => Promise<void>): Promise<void> =>
  work().catch((error: unknown) => report(resultOf(entry, { error })));

/** Says what is to become of its thing later. */
const isAboutLater = (row: Row): boolean =>
  (row.kind === 'offering' && row.scheduled !== undefined) || (row.kind === 'price' && row.changes !== undefined);

const isDue = (row: Row, { lifecycle_status }: Thing): boolean =>
  row.kind === 'offering' && row.lifecycle_status === 'PUBLISHED' && lifecycle_status === 'DRAFT';

const published = ({ thing, outcome }: Imported): Imported => ({
  thing: { ...thing, lifecycle_status: 'PUBLISHED', scheduled: null },
  outcome: { ...outcome, status: outcome.status === 'unchanged' ? 'updated' : outcome.status },
});

async function importRow(row: Row, known: KnownThings, { write }: ImportTarget): Promise<Imported> {
  const current = known.find(row);
  if (current?.lifecycle_status === 'RETIRED')
    throw new RowRefusal('WRONG_STATE', 'The offering with this external_id is retired, and stays so', 'external_id');
  const body = bodyOf(row, current, known);
  const changes = current ? changesIn(row.kind, current, body, known) : [];
  if (current && changes.length === 0) return { thing: current, outcome: { status: 'unchanged' } };
  if (current?.lifecycle_status && current.lifecycle_status !== 'DRAFT') {
    throw new RowRefusal(
      'WRONG_STATE',
      `The offering is ${current.lifecycle_status} and differs from the row (${changes.map(({ field }) => field).join(', ')}): only drafts are changed`,
    );
  }
  const thing = await write(row.kind, current, body);
  known.add(row.kind, thing);
  if (!current) return { thing, outcome: { status: 'created' } };
  const shown = row.kind === 'offering' ? {} : { published_offerings: known.publishedWith(row.kind, thing.id) };
  return { thing, outcome: { status: 'updated', changes, ...shown } };
}

function withStateWarning(row: Row, { thing: { lifecycle_status }, outcome }: Imported): Outcome {
  const said = row.kind === 'offering' ? row.lifecycle_status : undefined;
  if (said === undefined || said === lifecycle_status) return outcome;
  return { ...outcome, warnings: [...(outcome.warnings ?? []), `The row says ${said}, the offering is ${lifecycle_status}`] };
}
