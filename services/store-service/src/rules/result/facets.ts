/** Facets: which filters apply to each of them, and how counts become the facets of a reply. */
import { type Currency, measures, type UnitOfMeasure } from '@catalog/contracts';
import type { Facets } from '../../api.ts';
import { quantityOf, textKey, type Written, writtenFrom } from '../document/index.ts';
import { categoryFacets } from './category-facets.ts';
import { type ChannelCount, type EngineResult, type Filters, filterSelecting, type ValueCount } from '../query/index.ts';

/** In cents, without `to`. */
export const priceRanges: readonly { from: number; to?: number }[] = [
  { from: 0, to: 50_00 },
  { from: 50_00, to: 100_00 },
  { from: 100_00, to: 200_00 },
  { from: 200_00, to: 500_00 },
  { from: 500_00, to: 1000_00 },
  { from: 1000_00 },
];

/** Counts the values of the attribute `only`, or of all attributes but those in `except`, among the offerings that match `filters`. */
export type AttributeCount = { filters: Filters; only?: string; except: string[] };

export function withoutPrice({ price: _, ...others }: Filters): Filters {
  return others;
}

export function withoutChannel({ channel: _, ...others }: Filters): Filters {
  return others;
}

export function withoutCategories({ categories: _, ...others }: Filters): Filters {
  return others;
}

/** A filter on an attribute does not narrow that attribute's own facet. */
export function attributeCounts(filters: Filters): AttributeCount[] {
  const named = [...new Set(filters.characteristics.flat().map(({ attribute }) => attribute))];
  const own = named.map((only) => {
    const others = filters.characteristics.filter((filter) => !filter.some(({ attribute }) => attribute === only));
    return { filters: { ...filters, characteristics: others }, only, except: [] };
  });
  return [{ filters, except: named }, ...own];
}

export const facetsFrom = (found: EngineResult, currency: Currency): Facets => ({
  price_ranges: priceRanges.map((range, i) => priceFacet(range, found.priceCounts[i] ?? 0, currency)),
  attributes: attributeFacets(found.values),
  channels: channelFacets(found.channels),
  categories: categoryFacets(found.categories),
});

const MAXIMUM_CHANNELS = 100;
const MAXIMUM_ATTRIBUTES = 50;
const MAXIMUM_SHOWN_VALUES = 50;

type Counted = Written & { count: number };
type AttributeFacet = Facets['attributes'][number];

function priceFacet({ from, to }: { from: number; to?: number }, count: number, currency: Currency): Facets['price_ranges'][number] {
  const [low, high] = [from / 100, to === undefined ? undefined : to / 100];
  const limit: [string, string][] = to === undefined ? [] : [['max_price', ((to - 1) / 100).toFixed(2)]];
  return {
    range: high === undefined ? `${low}+` : `${low}-${high}`,
    from: low,
    ...(high !== undefined && { to: high }),
    count,
    filter: parameters([['min_price', String(low)], ...limit, ['currency', currency]]),
  };
}

/** Spellings with the same key are one channel, shown in the alphabetically first spelling. */
function channelFacets(channels: ChannelCount[]): Facets['channels'] {
  return [...Map.groupBy(channels, ({ written }) => textKey(written)).entries()]
    .map(([key, own]) => {
      const [channel = key] = own.map(({ written }) => written).sort(byText);
      return { key, channel, count: own.reduce((sum, one) => sum + one.count, 0) };
    })
    .sort((a, b) => b.count - a.count || byText(a.key, b.key))
    .slice(0, MAXIMUM_CHANNELS)
    .map(({ channel, count }) => ({ channel, count, filter: parameters([['channel', channel]]) }));
}

function attributeFacets(values: ValueCount[]): AttributeFacet[] {
  const counted = values.map(({ written, count }) => ({ ...writtenFrom(written), count }));
  return [...Map.groupBy(counted, ({ attribute }) => textKey(attribute)).entries()]
    .map(([key, own]) => ({ key, own, sum: own.reduce((sum, { count }) => sum + count, 0) }))
    .sort((a, b) => b.sum - a.sum || byText(a.key, b.key))
    .slice(0, MAXIMUM_ATTRIBUTES)
    .map(({ own }) => attributeFacet(own));
}

function attributeFacet(values: Counted[]): AttributeFacet {
  const shown = values.toSorted((a, b) => b.count - a.count || byText(a.value, b.value)).slice(0, MAXIMUM_SHOWN_VALUES);
  return {
    attribute: values.map(({ attribute }) => attribute).reduce((first, other) => (byText(first, other) <= 0 ? first : other)),
    ...span(values),
    values: shown.map(({ count, ...written }) => ({
      value: written.value,
      unit_of_measure: written.unit_of_measure,
      count,
      filter: parameters([['characteristic', filterSelecting(written)]]),
    })),
  };
}

/** Minimum and maximum, if all values are numbers of the same dimension. */
function span(values: Counted[]): Pick<AttributeFacet, 'unit_of_measure' | 'min' | 'max'> {
  const quantities = values.map(({ value, unit_of_measure: unit }) => ({
    quantity: quantityOf(value, unit),
    base: measures[unit]?.base ?? unit,
  }));
  const base = quantities[0]?.base as UnitOfMeasure;
  const numbers = quantities.flatMap(({ quantity, base: own }) => (quantity && own === base ? [quantity.number] : []));
  if (numbers.length < quantities.length) return {};
  return { unit_of_measure: base, min: Math.min(...numbers), max: Math.max(...numbers) };
}

const byText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** A query string by RFC 3986; colon and equals sign stay readable, and the single quote is encoded because browsers encode it too. */
const parameters = (pairs: [string, string][]): string => pairs.map(([name, value]) => `${name}=${encoded(value)}`).join('&');

const encoded = (value: string): string =>
  encodeURIComponent(value.toWellFormed()).replaceAll('%3A', ':').replaceAll('%3D', '=').replaceAll("'", '%27');
