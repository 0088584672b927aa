/** Schedules an offering as its row says; what is no longer possible becomes a warning. */
import type { ImportTarget } from './import-target.ts';
import { requirePublishable } from './publishable.ts';
import type { Row } from '../row.ts';
import type { Outcome } from './row-result.ts';
import type { KnownThings, Thing } from '../things.ts';

const stateFor = { publish: 'DRAFT', retire: 'PUBLISHED' } as const;

type Needs = { known: KnownThings; target: ImportTarget; now: Date };

/** Refuses as the catalog does: it says FORBIDDEN to anyone but administrators, and NOT_PUBLISHABLE is known here already. */
export async function scheduleOffering(
  row: Row,
  { thing, outcome }: { thing: Thing; outcome: Outcome },
  { known, target, now }: Needs,
): Promise<Outcome> {
  const wanted = row.kind === 'offering' ? row.scheduled : undefined;
  if (!wanted || isTheSame(wanted, thing.scheduled)) return outcome;
  const left = (why: string): Outcome => ({ ...outcome, warnings: [`${why}: it is not scheduled (${wanted.action} at ${wanted.at})`] });
  if (Date.parse(wanted.at) <= now.getTime()) return left('The time has passed');
  if (thing.lifecycle_status !== stateFor[wanted.action]) return left(`It is ${thing.lifecycle_status}`);
  if (wanted.action === 'publish') requirePublishable(thing, known);
  await target.schedule(thing, wanted);
  if (outcome.status === 'created') return outcome;
  const { action, at } = thing.scheduled ?? {};
  const change = { field: 'scheduled', from: thing.scheduled ? { action, at } : null, to: wanted };
  return { ...outcome, status: 'updated', changes: [...(outcome.changes ?? []), change] };
}

const isTheSame = (wanted: { action: string; at: string }, now: Thing['scheduled']): boolean =>
  now?.action === wanted.action && Date.parse(now.at) === Date.parse(wanted.at);
