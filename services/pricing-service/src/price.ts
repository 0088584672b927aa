/** The rules of a price: each function decides what becomes of it, or refuses; undefined means there is nothing to do. */
import { nameFrom, type Price, type PriceEvent, Rejection } from '@catalog/contracts';
import type { PriceWish } from './api.ts';

export type Decision = { price: Price; event: PriceEvent } | undefined;

const MAXIMUM_VALUE = 99_999_999.99;
const UNIT_LENGTH = 50;

export function createPrice(wanted: PriceWish, { id, now }: { id: string; now: string }): NonNullable<Decision> {
  const price = { id, ...checked(wanted), locked: false, locked_by_saga_ids: [], version: 1, created_at: now, updated_at: now };
  return { price, event: 'PriceCreated' };
}

export function changePrice(current: Price, wanted: PriceWish, now: string): Decision {
  refuseIfLocked(current);
  const content = checked(wanted);
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
  if (locked) {
    throw new Rejection('PRICE_LOCKED', 'An offering that uses this price is being published; try again when that has ended', { locked_by_saga_ids });
  }
}

function checked({ name, value, unit, currency }: PriceWish): PriceWish {
  if (!(value > 0 && value <= MAXIMUM_VALUE)) {
    throw new Rejection('VALIDATION_ERROR', `value must be above 0 and at most ${MAXIMUM_VALUE}`, { field: 'value' });
  }
  if (Math.round(value * 100) / 100 !== value) {
    throw new Rejection('VALIDATION_ERROR', 'value must have at most two decimals', { field: 'value' });
  }
  const period = unit.trim();
  if (period === '' || [...period].length > UNIT_LENGTH) {
    throw new Rejection('VALIDATION_ERROR', `unit must have 1 to ${UNIT_LENGTH} characters`, { field: 'unit' });
  }
  return { name: nameFrom(name), value, unit: period, currency };
}

const next = (current: Price): Price => ({ ...current, version: current.version + 1 });

const withLocks = (current: Price, sagaIds: string[]): Price => ({
  ...next(current),
  locked: sagaIds.length > 0,
  locked_by_saga_ids: sagaIds,
});
