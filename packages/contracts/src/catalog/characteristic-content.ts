/** Checks what people write in a characteristic, and returns it as it is stored; refuses with VALIDATION_ERROR. */
import type { Characteristic } from './characteristic.ts';
import { lineFrom, nameFrom } from '../text/index.ts';
import { Rejection } from '../rejection.ts';
import { mustBeNumeric, type UnitOfMeasure } from './units.ts';

export const VALUE_LENGTH = 100;

export type CharacteristicContent = Pick<Characteristic, 'name' | 'attribute' | 'value' | 'unit_of_measure'>;
type Wanted = Omit<CharacteristicContent, 'attribute'> & { attribute?: string };

// Joiners are allowed here; whether they are where they stand, `nameFrom` has checked.
const nameCharacters = /^[\p{L}\p{M}\p{N}\u200C\u200D \-/._+()]*$/u;
const decimalNumber = /^-?[0-9]+(\.[0-9]+)?$/;
const negativeZero = /^-0+(\.0+)?$/;

export const characteristicContentFrom = ({ name, attribute = name, value, unit_of_measure }: Wanted): CharacteristicContent => ({
  name: plainName(name, 'name'),
  attribute: plainName(attribute, 'attribute'),
  value: valueIn(unit_of_measure, value),
  unit_of_measure,
});

function plainName(raw: string, field: string): string {
  const name = nameFrom(raw, field);
  if (nameCharacters.test(name)) return name;
  throw new Rejection('VALIDATION_ERROR', `${field} may have letters, digits, spaces and - / . _ + ( )`, { field });
}

function valueIn(unit: UnitOfMeasure, raw: string): string {
  const value = lineFrom(raw, { field: 'value', longest: VALUE_LENGTH });
  if (mustBeNumeric(unit) && (!decimalNumber.test(value) || negativeZero.test(value))) {
    throw new Rejection('VALIDATION_ERROR', `value must be a plain decimal number, like 100 or -0.5, in ${unit}`, { field: 'value' });
  }
  return value;
}
