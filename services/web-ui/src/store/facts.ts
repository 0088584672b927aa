/** What a customer wants to know of an offering at a glance: its main characteristics, and its price. */
import type { ReplyOf } from '@catalog/catalog-client';
import { chargeFromUnit } from '@catalog/contracts';

export type SearchResult = ReplyOf<'GET', '/api/v1/store/search'>;
export type FoundOffering = SearchResult['items'][number];
export type OfferingDetails = ReplyOf<'GET', '/api/v1/store/offerings/{id}'>;
export type Facets = SearchResult['facets'];
export type StoreCharacteristic = FoundOffering['specifications'][number]['characteristics'][number];
export type StorePrice = FoundOffering['pricing'][number];
export type StoreTotals = NonNullable<FoundOffering['totals']>[number];

/** Shown before others. */
const mainAttributes = [
  'Speed',
  'Data',
  'Minutes',
  'Upload speed',
  'Channels',
  'Storage',
  'Resolution',
  'Technology',
  'Screens',
  'Contract',
];

/** One value of each attribute, the main attributes first. */
export function mainFacts({ specifications }: Pick<FoundOffering, 'specifications'>, limit = 4): StoreCharacteristic[] {
  const byAttribute = new Map<string, StoreCharacteristic>();
  for (const fact of specifications.flatMap(({ characteristics }) => characteristics)) {
    if (!byAttribute.has(fact.attribute)) byAttribute.set(fact.attribute, fact);
  }
  const rank = ({ attribute }: StoreCharacteristic) =>
    (mainAttributes.indexOf(attribute) + mainAttributes.length + 1) % (mainAttributes.length + 1);
  return [...byAttribute.values()].sort((one, other) => rank(one) - rank(other)).slice(0, limit);
}

export type ShownPrices = { main: StorePrice | undefined; others: StorePrice[] };

/** Prices in the customer's currency if there are any: recurring ones before one-time ones, the lowest first. */
export function shownPrices(pricing: readonly StorePrice[], currency: string): ShownPrices {
  const wanted = pricing.filter((price) => price.currency === currency);
  const shown = wanted.length > 0 ? wanted : pricing.filter((price) => price.currency === pricing[0]?.currency);
  const [main, ...others] = [...shown].sort((one, other) => Number(isOnce(one)) - Number(isOnce(other)) || one.value - other.value);
  return { main, others };
}

function isOnce({ unit }: StorePrice): boolean {
  const charge = chargeFromUnit(unit);
  return charge ? charge.type === 'one-time' : !/\b(?:per|each|every|monthly|yearly)\b/i.test(unit);
}
