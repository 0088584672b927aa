/** Checks what people write in a price, and returns it as it is stored; refuses with VALIDATION_ERROR. */
import { lineFrom, nameFrom } from '../text/index.ts';
import type { Price } from './price.ts';
import { Rejection } from '../rejection.ts';

export const UNIT_LENGTH = 50;
export const HIGHEST_PRICE = 99_999_999.99;

export type PriceContent = Pick<Price, 'name' | 'value' | 'unit' | 'currency'>;

export const priceContentFrom = ({ name, value, unit, currency }: PriceContent): PriceContent => ({
  name: nameFrom(name),
  value: amountFrom(value),
  unit: lineFrom(unit, { field: 'unit', longest: UNIT_LENGTH }),
  currency,
});

function amountFrom(value: number): number {
  if (!(value > 0 && value <= HIGHEST_PRICE)) {
    throw new Rejection('VALIDATION_ERROR', `value must be above 0 and at most ${HIGHEST_PRICE}`, { field: 'value' });
  }
  if (Math.round(value * 100) / 100 !== value) {
    throw new Rejection('VALIDATION_ERROR', 'value must have at most two decimals', { field: 'value' });
  }
  return value;
}
