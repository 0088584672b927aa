/** The rules of a characteristic: each function decides what becomes of it, or refuses; undefined means there is nothing to do. */
import { type Characteristic, characteristicContentFrom, type CharacteristicEvent, Rejection } from '@catalog/contracts';
import type { Decision } from '@catalog/postgres';
import type { CharacteristicInput } from '../api.ts';

export type CharacteristicDecision = Decision<Characteristic, CharacteristicEvent>;

export function createCharacteristic(wanted: CharacteristicInput, { id, now }: { id: string; now: string }): CharacteristicDecision {
  const state = { id, ...characteristicContentFrom(wanted), version: 1, created_at: now, updated_at: now };
  return { kind: 'stored', state, event: 'CharacteristicCreated' };
}

export function changeCharacteristic(
  current: Characteristic,
  wanted: CharacteristicInput,
  now: string,
): CharacteristicDecision | undefined {
  const content = characteristicContentFrom(wanted);
  const isSame = Object.entries(content).every(([key, value]) => current[key as keyof typeof content] === value);
  return isSame ? undefined : { kind: 'stored', state: { ...next(current), ...content, updated_at: now }, event: 'CharacteristicUpdated' };
}

export function deleteCharacteristic(current: Characteristic, specificationIds: string[]): CharacteristicDecision {
  if (specificationIds.length > 0) {
    throw new Rejection('IN_USE', `${specificationIds.length} specification(s) use this characteristic`, {
      used_by: { specification_ids: specificationIds },
    });
  }
  return { kind: 'deleted', state: next(current), event: 'CharacteristicDeleted' };
}

const next = (current: Characteristic): Characteristic => ({ ...current, version: current.version + 1 });
