/** The rules of a characteristic: each function decides what becomes of it, or refuses; undefined means there is nothing to do. */
import { type Characteristic, type CharacteristicEvent, mustBeNumeric, nameFrom, Rejection, type UnitOfMeasure } from '@catalog/contracts';
import type { CharacteristicWish } from './api.ts';

export type Decision = { characteristic: Characteristic; event: CharacteristicEvent } | undefined;

const VALUE_LENGTH = 100;
const nameCharacters = /^[\p{L}\p{M}\p{N} \-/._+()]*$/u;
const decimalNumber = /^-?[0-9]+(\.[0-9]+)?$/;
const negativeZero = /^-0+(\.0+)?$/;

export function createCharacteristic(wanted: CharacteristicWish, { id, now }: { id: string; now: string }): NonNullable<Decision> {
  return { characteristic: { id, ...checked(wanted), version: 1, created_at: now, updated_at: now }, event: 'CharacteristicCreated' };
}

export function changeCharacteristic(current: Characteristic, wanted: CharacteristicWish, now: string): Decision {
  const content = checked(wanted);
  const isSame = Object.entries(content).every(([key, value]) => current[key as keyof typeof content] === value);
  return isSame ? undefined : { characteristic: { ...next(current), ...content, updated_at: now }, event: 'CharacteristicUpdated' };
}

export function deleteCharacteristic(current: Characteristic, specificationIds: string[]): NonNullable<Decision> {
  if (specificationIds.length > 0) {
    throw new Rejection('IN_USE', `${specificationIds.length} specification(s) use this characteristic`, {
      used_by: { specification_ids: specificationIds },
    });
  }
  return { characteristic: next(current), event: 'CharacteristicDeleted' };
}

function checked({ name, attribute = name, value, unit_of_measure }: CharacteristicWish): Required<CharacteristicWish> {
  return {
    name: plainName(name, 'name'),
    attribute: plainName(attribute, 'attribute'),
    value: valueIn(unit_of_measure, value),
    unit_of_measure,
  };
}

function plainName(raw: string, field: string): string {
  // Spaces come in many widths; names that look alike must be alike, or both would count as unique.
  const name = nameFrom(raw, field).replaceAll(/\p{Zs}/gu, ' ');
  if (!nameCharacters.test(name)) {
    throw new Rejection('VALIDATION_ERROR', `${field} may have letters, digits, spaces and - / . _ + ( )`, { field });
  }
  return name;
}

function valueIn(unit: UnitOfMeasure, raw: string): string {
  const value = raw.trim().normalize('NFC');
  if (value === '' || [...value].length > VALUE_LENGTH) {
    throw new Rejection('VALIDATION_ERROR', `value must have 1 to ${VALUE_LENGTH} characters`, { field: 'value' });
  }
  if (mustBeNumeric(unit) && (!decimalNumber.test(value) || negativeZero.test(value))) {
    throw new Rejection('VALIDATION_ERROR', `value must be a plain decimal number, like 100 or -0.5, in ${unit}`, { field: 'value' });
  }
  return value;
}

const next = (current: Characteristic): Characteristic => ({ ...current, version: current.version + 1 });
