/** The values of a measured attribute in order, and the stops of the price slider. */
import { measures } from '@catalog/contracts';
import { ownProperty } from '../own-property.ts';
import type { Facets } from './facts.ts';
import { valueInFilter } from './choices.ts';

type AttributeFacet = Facets['attributes'][number];
export type Stop = { value: string; label: { number: string; unit: string } };

/** Fewer values are ticked one by one instead. */
const MIN_STOPS = 5;

/** The different values in ascending order; undefined where they are better ticked one by one. */
export function scaleOf({ attribute, min, max, values }: AttributeFacet): Stop[] | undefined {
  if (min === undefined || max === undefined || min === max) return undefined;
  const measured = values.flatMap(({ value, unit_of_measure, filter }) => {
    const number = Number(value) * (ownProperty(measures, unit_of_measure)?.factor ?? 1);
    return Number.isFinite(number)
      ? [{ number, value: valueInFilter(filter, attribute), label: { number: value, unit: unit_of_measure } }]
      : [];
  });
  if (measured.length < MIN_STOPS) return undefined;
  return measured.sort((one, other) => one.number - other.number).map(({ value, label }) => ({ value, label }));
}

/** Round amounts up to the highest price; the last stop means no limit. */
export function priceStops(ranges: Facets['price_ranges']): number[] {
  const top = Math.max(0, ...ranges.filter(({ count }) => count > 0).map(({ from, to }) => to ?? from * 5));
  const stops = [0];
  for (let decade = 1; decade <= 100_000; decade *= 10) stops.push(...steps.map((step) => step * decade));
  return stops.filter((stop) => stop <= Math.max(top, 50));
}

const steps = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 7.5, 8.5].map((step) => step * 10);
