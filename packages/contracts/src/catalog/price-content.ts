/** Checks what people write in a price, and returns it as it is stored; refuses with VALIDATION_ERROR. */
import { type Charge, chargeFrom, chargeFromUnit, UNIT_LENGTH, unitOf } from './charge/index.ts';
import { lineFrom, nameFrom } from '../text/index.ts';
import type { Price } from './price.ts';
import { Rejection } from '../rejection.ts';

export const HIGHEST_PRICE = 99_999_999.99;

export type PriceContent = Pick<Price, 'name' | 'value' | 'unit' | 'currency'> & { charge: Charge | null };
type Billing = Pick<PriceContent, 'unit' | 'charge'>;
/** One of unit and charge is enough: each follows from the other, the charge where the unit is plain. */
export type WrittenPrice = Omit<PriceContent, keyof Billing> & Partial<Billing>;

export function priceContentFrom({ name, value, currency, ...written }: WrittenPrice): PriceContent {
  const billing = billingFrom(written);
  return { name: nameFrom(name), value: amountFrom(value, billing.charge), currency, ...billing };
}

function billingFrom({ unit, charge }: Partial<Billing>): Billing {
  const line = unit === undefined ? undefined : lineFrom(unit, { field: 'unit', longest: UNIT_LENGTH });
  const said = line === undefined ? undefined : chargeFromUnit(line);
  if (!charge) {
    if (line === undefined) throw new Rejection('VALIDATION_ERROR', 'unit is required where there is no charge', { field: 'unit' });
    return { unit: line, charge: said ?? null };
  }
  const wanted = chargeFrom(charge);
  // A unit that says less would hide the rest from whoever reads the unit alone.
  if (said && unitOf(said) !== unitOf(wanted)) {
    throw new Rejection('VALIDATION_ERROR', `charge says "${unitOf(wanted)}", and unit "${line}": leave out one of them`, {
      field: 'charge',
    });
  }
  return { unit: line ?? unitOf(wanted), charge: wanted };
}

/** Nothing is charged for free, but what is charged once: an activation may cost 0. */
function amountFrom(value: number, charge: Charge | null): number {
  const isEnough = charge?.type === 'one-time' ? value >= 0 : value > 0;
  if (!(isEnough && value <= HIGHEST_PRICE)) {
    const message = `value must be above 0, or 0 where it is charged once, and at most ${HIGHEST_PRICE}`;
    throw new Rejection('VALIDATION_ERROR', message, { field: 'value' });
  }
  if (Math.round(value * 100) / 100 !== value) {
    throw new Rejection('VALIDATION_ERROR', 'value must have at most two decimals', { field: 'value' });
  }
  return value + POSITIVE_ZERO;
}

/** -0 plus it is 0. */
const POSITIVE_ZERO = 0;
