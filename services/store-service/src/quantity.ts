/** What a characteristic's value amounts to: a number in the base unit of its dimension, so that 1 Gbps equals 1000 Mbps. */
import { measures, type UnitOfMeasure, unitsOfMeasure } from '@catalog/contracts';

export type Quantity = { dimension: string; number: number };

/** The dimension of numbers that measure nothing (units `Unit` and `None`). */
export const PLAIN = 'plain';

export function quantityOf(value: string, unit: UnitOfMeasure): Quantity | undefined {
  const number = numberFrom(value);
  if (number === undefined) return undefined;
  const measure = measures[unit];
  return measure ? { dimension: measure.dimension, number: rounded(number * measure.factor) } : { dimension: PLAIN, number };
}

export function numberFrom(text: string): number | undefined {
  const number = decimal.test(text.trim()) ? Number(text) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}

/** In any case: `mbps` is Mbps. */
export const unitNamed = (name: string): UnitOfMeasure | undefined =>
  unitsOfMeasure.find((unit) => unit.toLowerCase() === name.toLowerCase());

const decimal = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;

// 0.07 Gbps is 70 Mbps, not 70.00000000000001.
const rounded = (number: number): number => Number(number.toPrecision(12));
