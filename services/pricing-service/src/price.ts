/** The rules of a price: each function decides what becomes of it, or refuses; undefined means there is nothing to do. */
import { type Price, priceContentFrom, type PriceEvent, priceLocked, Rejection } from '@catalog/contracts';
import type { PriceWish } from './api.ts';

export type Decision = { price: Price; event: PriceEvent } | undefined;

export function createPrice(wanted: PriceWish, { id, now }: { id: string; now: string }): NonNullable<Decision> {
  const price = { id, ...priceContentFrom(wanted), locked: false, locked_by_saga_ids: [], version: 1, created_at: now, updated_at: now };
  return { price, event: 'PriceCreated' };
}

export function changePrice(current: Price, wanted: PriceWish, now: string): Decision {
  refuseIfLocked(current);
  const content = priceContentFrom(wanted);
  const isSame = Object.entries(content).every(([key, value]) => current[key as keyof PriceWish] === value);
  return isSame ? undefined : { price: { ...next(current), ...content, updated_at: now }, event: 'PriceUpdated' };
}

export function deletePrice(current: Price, offeringIds: string[]): NonNullable<Decision> {
  refuseIfLocked(current);
  if (offeringIds.length > 0) {
    throw new Rejection('IN_USE', `${offeringIds.length} offering(s) use this price`, { used_by: { offering_ids: offeringIds } });
  }
  return { price: next(current), event: 'PriceDeleted' };
}

/** A price may be locked by several sagas at once: each keeps others from changing it, none keeps others from publishing with it. */
export function lockPrice(current: Price, sagaId: string): Decision {
  if (current.locked_by_saga_ids.includes(sagaId)) return undefined;
  return { price: withLocks(current, [...current.locked_by_saga_ids, sagaId]), event: 'PriceLocked' };
}

export function unlockPrice(current: Price, sagaId: string): Decision {
  if (!current.locked_by_saga_ids.includes(sagaId)) return undefined;
  return { price: withLocks(current, current.locked_by_saga_ids.filter((id) => id !== sagaId)), event: 'PriceUnlocked' };
}

function refuseIfLocked({ locked, locked_by_saga_ids }: Price): void {
  if (locked) throw priceLocked(locked_by_saga_ids);
}

const next = (current: Price): Price => ({ ...current, version: current.version + 1 });

const withLocks = (current: Price, sagaIds: string[]): Price => ({
  ...next(current),
  locked: sagaIds.length > 0,
  locked_by_saga_ids: sagaIds,
});
