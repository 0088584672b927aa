/** Converts the value of a characteristic to the base unit of its dimension, so that 1 Gbps equals 1000 Mbps. */
import { measures, type UnitOfMeasure, unitsOfMeasure, VALUE_LENGTH } from '@catalog/contracts';

export type Quantity = { dimension: string; number: number };

/** The dimension of plain numbers (units `Unit` and `None`). */
export const DIMENSIONLESS = 'plain';

export function quantityOf(value: string, unit: UnitOfMeasure): Quantity | undefined {
  const number = parseDecimal(value);
  if (number === undefined) return undefined;
  const measure = measures[unit];
  return measure ? { dimension: measure.dimension, number: rounded(number * measure.factor) } : { dimension: DIMENSIONLESS, number };
}

/** Undefined unless it is a plain decimal, no longer than the value of a characteristic may be; so the number is finite in every unit. */
export function parseDecimal(text: string): number | undefined {
  const written = text.trim();
  return written.length <= VALUE_LENGTH && plainDecimal.test(written) ? Number(written) + POSITIVE_ZERO : undefined;
}

/** Takes the units of the catalog and common others of the same dimensions, in upper or lower case. */
export function parseQuantity(value: string, unitName: string): Quantity | undefined {
  const [unit, factor = 1] = unitNamed(unitName) ?? [];
  const quantity = unit && quantityOf(value, unit);
  return quantity && factor !== 1 ? { ...quantity, number: rounded(quantity.number * factor) } : quantity;
}

export const isUnitName = (name: string): boolean => unitNamed(name) !== undefined;

function unitNamed(text: string): [unit: UnitOfMeasure, factor: number] | undefined {
  const name = text.toLowerCase();
  const unit = unitsOfMeasure.find((one) => one.toLowerCase() === name);
  return unit ? [unit, 1] : otherUnits.get(name);
}

const otherUnits: ReadonlyMap<string, [unit: UnitOfMeasure, factor: number]> = new Map(
  Object.entries({
    kbps: ['Mbps', 1e-3],
    tbps: ['Gbps', 1e3],
    kb: ['MB', 1e-3],
    pb: ['TB', 1e3],
    mhz: ['GHz', 1e-3],
    khz: ['GHz', 1e-6],
    v: ['Volt', 1],
    mv: ['Volt', 1e-3],
    kv: ['Volt', 1e3],
    w: ['Watt', 1],
    kw: ['Watt', 1e3],
    mm: ['Meter', 1e-3],
    cm: ['Meter', 1e-2],
    km: ['Meter', 1e3],
    meters: ['Meter', 1],
    '%': ['Percent', 1],
    ms: ['Seconds', 1e-3],
    s: ['Seconds', 1],
    sec: ['Seconds', 1],
    second: ['Seconds', 1],
    min: ['Minutes', 1],
    minute: ['Minutes', 1],
    h: ['Hours', 1],
    hour: ['Hours', 1],
    day: ['Days', 1],
    week: ['Days', 7],
    weeks: ['Days', 7],
    month: ['Months', 1],
    year: ['Years', 1],
  }),
);

const plainDecimal = /^-?\d+(?:\.\d+)?$/;
/** Adding it turns -0 into 0. */
const POSITIVE_ZERO = 0;

// 0.07 Gbps is 70 Mbps, not 70.00000000000001.
const rounded = (number: number): number => Number(number.toPrecision(12));
