/** Prepares what searches compare of an offering, once for both engines, so that Elasticsearch and MongoDB give the same answers. */
import { currencies, type Currency, NAME_LENGTH, type UnitOfMeasure } from '@catalog/contracts';
import type { StoreOffering, Totals } from '../../api.ts';
import { DIMENSIONLESS, parseDecimal, quantityOf } from './quantity.ts';
import { sortKey, textKey, truncated, wordsOf } from './text-keys.ts';

export type SearchFields = {
  id: string;
  /** All words of the offering, without duplicates. */
  words: string[];
  name_words: string[];
  name_order: string;
  published_order: number;
  /** The lowest price per currency in cents; offerings without one have a value that sorts last. */
  price_order: Record<Currency, Order>;
  /** Totals likewise. */
  total_order: Record<Currency, { first_year: Order; per_month: Order }>;
  prices: { currency: Currency; cents: number }[];
  channels: string[];
  /** The ids of its categories and of all that these are in. */
  categories: string[];
  /** Each of them as a facet shows it. */
  category_writings: string[];
  characteristics: CharacteristicFields[];
};

/** What is sorted by, either way. */
type Order = { ascending: number; descending: number };

export type CharacteristicFields = {
  attribute: string;
  /** Facets count by it: equal values have the same bucket, however they are written. */
  bucket: string;
  /** JSON of attribute, value and unit as they were entered. */
  written: string;
  /** Only of a characteristic that is not measured in a unit. */
  text?: string;
  /** Dimension and number in one key, to compare for equality. */
  quantity?: string;
  dimension?: string;
  /** In the base unit of the dimension. */
  number?: number;
  /** In the unit that was entered. */
  own_number?: number;
};

export type Written = { attribute: string; value: string; unit_of_measure: UnitOfMeasure };

export function searchFieldsOf(offering: StoreOffering): SearchFields {
  const categories = offering.categories.flatMap(writtenLine);
  const characteristics = offering.specifications.flatMap((specification) => specification.characteristics);
  // A price too large for whole cents is shown but cannot be searched for, as the index would refuse the offering.
  const all = offering.pricing
    .map(({ currency, value }) => ({ currency, cents: Math.round(value * 100) || 0 }))
    .filter(({ cents }) => Number.isSafeInteger(cents));
  // A free activation is not what an offering costs, unless nothing else does.
  const prices = all.filter(({ currency, cents }) => cents > 0 || all.every((other) => other.currency !== currency || other.cents === 0));
  return {
    id: offering.id,
    words: [...new Set(allTexts(offering).flatMap(wordsOf))],
    name_words: [...new Set(wordsOf(offering.name))],
    name_order: sortKey(offering.name),
    published_order: Date.parse(offering.published_at),
    price_order: priceOrder(prices),
    total_order: totalOrder(offering.totals ?? []),
    prices,
    channels: [...new Set(offering.sales_channels.map(textKey))],
    categories: [...new Set(categories.map(({ id }) => id))],
    category_writings: [
      ...new Set(categories.map((one) => JSON.stringify([one.id, one.parent_id, one.sort_order, truncated(one.name, NAME_LENGTH)]))),
    ],
    characteristics: distinct(characteristics.map(characteristicFields)),
  };
}

export type WrittenCategory = { id: string; parent_id: string | null; sort_order: number; name: string };

export const categoryFrom = (json: string): WrittenCategory => {
  const [id, parent_id, sort_order, name] = JSON.parse(json) as [string, string | null, number, string];
  return { id, parent_id, sort_order, name };
};

/** A category with all that it is in, the root first. */
const writtenLine = ({ path, ...category }: StoreOffering['categories'][number]): WrittenCategory[] =>
  [...path, category].map((one, level) => ({ ...one, parent_id: path[level - 1]?.id ?? null }));

export const quantityKey = ({ dimension, number }: { dimension: string; number: number }): string => `${dimension}:${number}`;

export const writtenFrom = (json: string): Written => {
  const [attribute, value, unit_of_measure] = JSON.parse(json) as [string, string, UnitOfMeasure];
  return { attribute, value, unit_of_measure };
};

const allTexts = ({ name, description, specifications }: StoreOffering): string[] => [
  name,
  description ?? '',
  ...specifications.flatMap((specification) => [
    specification.name,
    ...specification.characteristics.flatMap((one) => [one.name, one.attribute, one.value, ...unitTexts(one)]),
  ]),
];

// So that both "100 Mbps" and "100Mbps" find it.
const unitTexts = ({ value, unit_of_measure: unit }: Written): string[] =>
  unit === 'Unit' || unit === 'None' ? [] : [unit, `${value}${unit}`];

const WITHOUT_PRICE = { ascending: 1e12, descending: -1 };

function priceOrder(prices: SearchFields['prices']): SearchFields['price_order'] {
  const orders = currencies.map((currency) => {
    const cents = prices.filter((price) => price.currency === currency).map((price) => price.cents);
    const lowest = Math.min(...cents);
    return [currency, cents.length > 0 ? { ascending: lowest, descending: lowest } : WITHOUT_PRICE];
  });
  return Object.fromEntries(orders) as SearchFields['price_order'];
}

/** Above any total. */
const WITHOUT_TOTAL = { ascending: Number.MAX_SAFE_INTEGER, descending: -1 };

function totalOrder(totals: Totals[]): SearchFields['total_order'] {
  const orderOf = (total: number | null | undefined): Order => {
    const cents = Math.round((total ?? NaN) * 100);
    return Number.isSafeInteger(cents) ? { ascending: cents, descending: cents } : WITHOUT_TOTAL;
  };
  const orders = currencies.map((currency) => {
    const own = totals.find((one) => one.currency === currency);
    return [currency, { first_year: orderOf(own?.first_year_total), per_month: orderOf(own?.per_month) }];
  });
  return Object.fromEntries(orders) as SearchFields['total_order'];
}

function characteristicFields({ attribute, value, unit_of_measure }: Written): CharacteristicFields {
  const key = textKey(attribute);
  const quantity = quantityOf(value, unit_of_measure);
  const isMeasured = quantity !== undefined && quantity.dimension !== DIMENSIONLESS;
  return {
    attribute: key,
    bucket: JSON.stringify(isMeasured ? [key, quantity.dimension, quantity.number] : [key, '', textKey(value)]),
    written: JSON.stringify([attribute, value, unit_of_measure]),
    ...(!isMeasured && { text: textKey(value) }),
    ...(quantity && { ...quantity, quantity: quantityKey(quantity), own_number: parseDecimal(value) ?? quantity.number }),
  };
}

const distinct = (fields: CharacteristicFields[]): CharacteristicFields[] => [...new Map(fields.map((one) => [one.written, one])).values()];
