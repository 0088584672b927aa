/** Makes the calendar of a price what its row says; what is no longer possible becomes a warning. */
import type { PriceChange } from '@catalog/contracts';
import type { ImportTarget } from './import-target.ts';
import { changeRows, isRunning } from '../with-calendars.ts';
import { type ChangeRow, type Row, RowRefusal } from '../row.ts';
import type { Outcome } from './row-result.ts';
import type { Thing } from '../things.ts';

type Needs = { target: ImportTarget; now: Date };

export async function fillCalendar(
  row: Row,
  { thing, outcome }: { thing: Thing; outcome: Outcome },
  { target, now }: Needs,
): Promise<Outcome> {
  const wanted = row.kind === 'price' ? row.changes : undefined;
  if (!wanted) return outcome;
  if (wanted.some(({ at, valid_until }) => at === undefined && valid_until === undefined)) {
    throw new RowRefusal('VALIDATION_ERROR', 'Each of changes needs at, valid_until, or both', 'changes');
  }
  const { changes: pending = [] } = thing;
  const isThere = (one: ChangeRow) => pending.some((change) => isTheSame(change, one, now));
  const cancelled = pending.filter((change) => !wanted.some((one) => isTheSame(change, one, now)));
  const missing = wanted.filter((one) => !isThere(one));
  const [passed, added] = [missing.filter((one) => hasPassed(endOf(one), now)), missing.filter((one) => !hasPassed(endOf(one), now))];
  const left = passed.map((one) => `The time has passed: the price is not changed to ${one.value} (${endOf(one)})`);
  const told = left.length > 0 ? { ...outcome, warnings: [...(outcome.warnings ?? []), ...left] } : outcome;
  if (cancelled.length === 0 && added.length === 0) return told;
  await target.fillCalendar(thing, { cancelled, added: added.map((one) => fromNowOn(one, now)) });
  if (told.status === 'created') return told;
  const change = { field: 'changes', from: changeRows(thing), to: wanted };
  return { ...told, status: 'updated', changes: [...(told.changes ?? []), change] };
}

const endOf = ({ at, valid_until }: ChangeRow): string => (valid_until ?? at)!;
const hasPassed = (time: string, now: Date): boolean => Date.parse(time) <= now.getTime();

/** A window that should have begun begins at once. */
const fromNowOn = ({ at, ...one }: ChangeRow, now: Date): ChangeRow => (at === undefined || hasPassed(at, now) ? one : { at, ...one });

function isTheSame(change: PriceChange, { at, value, valid_until }: ChangeRow, now: Date): boolean {
  const momentOf = (time: string | null | undefined) => (time ? Date.parse(time) : undefined);
  if (change.value !== value || momentOf(change.valid_until) !== momentOf(valid_until)) return false;
  return momentOf(change.at) === momentOf(at) || (isRunning(change) && (at === undefined || hasPassed(at, now)));
}
