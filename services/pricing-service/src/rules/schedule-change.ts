/**
 * The rules of a price's calendar: a change counts from a moment on, a window from one moment until before another, and no two overlap.
 */
import {
  type Actor,
  actorOf,
  dueTimeFrom,
  overlappingChange,
  type Price,
  type PriceChange,
  priceContentFrom,
  Rejection,
  tooManyChanges,
} from '@catalog/contracts';
import { next, type PriceDecision, refuseIfLocked } from './price.ts';

export type WantedChange = { at?: string; value: number; valid_until?: string };

/** What becomes of a change, and of its price. */
export type Step = { change: PriceChange; decision: PriceDecision | undefined };

/** Kept for one price at a time, running windows included. */
export const MOST_PENDING = 50;

type Scheduling = { id: string; price: Price; pending: readonly PriceChange[]; actor: Actor; now: string };

/** Without a time it is a window that begins now. `pending` are those of the price that are due or running. */
export function scheduleChange(wanted: WantedChange, { id, price, pending, actor, now }: Scheduling): PriceChange {
  const { at, valid_until } = timesFrom(wanted, now);
  const inTheWay = pending.find((other) => overlap(other, { at, valid_until }));
  if (inTheWay) throw overlappingChange(inTheWay);
  if (pending.length >= MOST_PENDING) throw tooManyChanges(MOST_PENDING);
  return {
    id,
    price_id: price.id,
    at,
    // What a price may be for good is said by its own rule; nothing may be charged for a while.
    value: wanted.value === 0 && valid_until !== null ? 0 : priceContentFrom({ ...price, value: wanted.value }).value,
    valid_until,
    status: 'DUE',
    previous_value: null,
    scheduled_by: actorOf(actor),
    created_at: now,
    began_at: null,
    ended_at: null,
  };
}

/** The pending change whose turn it is, the earliest first: a window that ends makes room for what begins at that moment. */
export const dueChange = (pending: readonly PriceChange[], now: string): PriceChange | undefined =>
  pending
    .filter((change) => momentOf(change) <= now)
    .toSorted(
      (one, other) => compare(momentOf(one), momentOf(other)) || Number(other.status === 'RUNNING') - Number(one.status === 'RUNNING'),
    )
    .at(0);

/** When something is to be done for it next; null when it has ended. */
export const nextMomentOf = (change: PriceChange): string | null => (isPending(change) ? momentOf(change) : null);

/** Carries a due change out, or ends a window. Refuses with PRICE_LOCKED: it is to be tried again then. */
export function carryOutChange(price: Price, change: PriceChange, { now, lowest }: { now: string; lowest: number }): Step {
  refuseIfLocked(price);
  if (change.status === 'RUNNING') return endWindow(price, change, { status: 'CARRIED_OUT', now });
  if (change.valid_until === null) {
    const done: PriceChange = { ...change, status: 'CARRIED_OUT', previous_value: price.value, began_at: now, ended_at: now };
    return { change: done, decision: withValue(price, { value: change.value, reduced: null }, now) };
  }
  if (change.valid_until <= now) return { change: { ...change, status: 'MISSED', ended_at: now }, decision: undefined };
  const reduced =
    change.value < price.value
      ? { since: now, valid_until: change.valid_until, previous_value: price.value, lowest_30_days: lowest }
      : null;
  return {
    change: { ...change, status: 'RUNNING', previous_value: price.value, began_at: now },
    decision: withValue(price, { value: change.value, reduced }, now),
  };
}

/** A window that runs ends at once, and the value of before is back; a locked price refuses that. */
export function cancelChange(price: Price, change: PriceChange, now: string): Step {
  if (change.status === 'DUE') return { change: { ...change, status: 'CANCELLED', ended_at: now }, decision: undefined };
  if (change.status !== 'RUNNING') throw new Rejection('WRONG_STATE', `This change has ended: it is ${change.status}`, {});
  refuseIfLocked(price);
  return endWindow(price, change, { status: 'CANCELLED', now });
}

const endWindow = (price: Price, change: PriceChange, { status, now }: { status: 'CARRIED_OUT' | 'CANCELLED'; now: string }): Step => ({
  change: { ...change, status, ended_at: now },
  decision: withValue(price, { value: change.previous_value!, reduced: null }, now),
});

function withValue(price: Price, { value, reduced }: Pick<Price, 'value' | 'reduced'>, now: string): PriceDecision | undefined {
  if (value === price.value && !reduced && !price.reduced) return undefined;
  return { kind: 'stored', state: { ...next(price), value, reduced: reduced ?? null, updated_at: now }, event: 'PriceUpdated' };
}

function timesFrom({ at, valid_until }: WantedChange, now: string): Pick<PriceChange, 'at' | 'valid_until'> {
  if (valid_until === undefined) {
    if (at === undefined)
      throw new Rejection('VALIDATION_ERROR', 'at is required, unless valid_until says how long it counts', { field: 'at' });
    return { at: dueTimeFrom(at, now), valid_until: null };
  }
  const window = { at: at === undefined ? now : dueTimeFrom(at, now), valid_until: dueTimeFrom(valid_until, now, 'valid_until') };
  if (window.valid_until > window.at) return window;
  throw new Rejection('VALIDATION_ERROR', 'valid_until must be after at', { field: 'valid_until' });
}

type Times = Pick<PriceChange, 'at' | 'valid_until'>;

const overlap = (one: Times, other: Times): boolean =>
  one.at === other.at || (one.at < (other.valid_until ?? other.at) && other.at < (one.valid_until ?? one.at));

const isPending = ({ status }: PriceChange): boolean => status === 'DUE' || status === 'RUNNING';
const momentOf = ({ status, at, valid_until }: PriceChange): string => (status === 'RUNNING' ? valid_until! : at);

/** Times in UTC of one format are in the order of their text. */
const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
