/** The rules of a price: each function decides what becomes of it, or refuses; undefined means there is nothing to do. */
import {
  overlappingChange,
  type Price,
  type PriceChange,
  type PriceContent,
  priceContentFrom,
  type PriceEvent,
  priceLocked,
  Rejection,
  windowRuns,
} from '@catalog/contracts';
import type { Decision } from '@catalog/postgres';
import { isDeepStrictEqual } from 'node:util';
import type { PriceInput } from '../api.ts';

export type PriceDecision = Decision<Price, PriceEvent>;

export function createPrice(wanted: PriceInput, { id, now }: { id: string; now: string }): PriceDecision {
  const price = {
    id,
    ...priceContentFrom(wanted),
    reduced: null,
    locked: false,
    locked_by_saga_ids: [],
    version: 1,
    created_at: now,
    updated_at: now,
  };
  return { kind: 'stored', state: price, event: 'PriceCreated' };
}

/** What a window that runs is about stays; `pending` are the changes that are due or running. */
export function changePrice(
  current: Price,
  wanted: PriceInput,
  { now, pending = [] }: { now: string; pending?: readonly PriceChange[] },
): PriceDecision | undefined {
  refuseIfLocked(current);
  const window = pending.find(({ status }) => status === 'RUNNING');
  const content = window ? contentDuring(window, current, wanted) : priceContentFrom(wanted);
  refuseIfNotFreeThen(content, pending);
  const isSame = Object.entries(content).every(([key, value]) => isDeepStrictEqual(current[key as keyof PriceInput], value));
  return isSame ? undefined : { kind: 'stored', state: { ...next(current), ...content, updated_at: now }, event: 'PriceUpdated' };
}

export function deletePrice(current: Price, offeringIds: string[]): PriceDecision {
  refuseIfLocked(current);
  if (offeringIds.length > 0) {
    throw new Rejection('IN_USE', `${offeringIds.length} offering(s) use this price`, { used_by: { offering_ids: offeringIds } });
  }
  return { kind: 'deleted', state: next(current), event: 'PriceDeleted' };
}

/** A price may be locked by several sagas at once: each keeps others from changing it, none keeps others from publishing with it. */
export function lockPrice(current: Price, sagaId: string): PriceDecision | undefined {
  if (current.locked_by_saga_ids.includes(sagaId)) return undefined;
  return { kind: 'stored', state: withLocks(current, [...current.locked_by_saga_ids, sagaId]), event: 'PriceLocked' };
}

export function unlockPrice(current: Price, sagaId: string): PriceDecision | undefined {
  if (!current.locked_by_saga_ids.includes(sagaId)) return undefined;
  return {
    kind: 'stored',
    state: withLocks(
      current,
      current.locked_by_saga_ids.filter((id) => id !== sagaId),
    ),
    event: 'PriceUnlocked',
  };
}

/** Its value may be 0 for a while: what is checked is the value of before, which will be back. */
function contentDuring(window: PriceChange, current: Price, wanted: PriceInput): PriceContent {
  if (wanted.value !== current.value) throw windowRuns(window, 'value');
  const content = { ...priceContentFrom({ ...wanted, value: window.previous_value! }), value: current.value };
  const changed = (['currency', 'unit', 'charge'] as const).find((field) => !isDeepStrictEqual(content[field], current[field] ?? null));
  if (changed) throw windowRuns(window, changed);
  return content;
}

/** What is due to be free for good must still be charged once by then. */
function refuseIfNotFreeThen({ charge }: PriceContent, pending: readonly PriceChange[]): void {
  const free = pending.find(({ value, valid_until }) => value === 0 && valid_until === null);
  if (free && charge?.type !== 'one-time') throw overlappingChange(free, 'charge');
}

export function refuseIfLocked({ locked, locked_by_saga_ids }: Price): void {
  if (locked) throw priceLocked(locked_by_saga_ids);
}

export const next = (current: Price): Price => ({ ...current, version: current.version + 1 });

const withLocks = (current: Price, sagaIds: string[]): Price => ({
  ...next(current),
  locked: sagaIds.length > 0,
  locked_by_saga_ids: sagaIds,
});
