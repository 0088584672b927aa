/** What of an offering matters at a glance: its most telling characteristics, and what it costs. */
import type { operations } from '../api/schema/store.d.ts';

export type FoundOffering = operations['searchStore']['responses'][200]['content']['application/json']['items'][number];
export type OfferingDetails = operations['getStoreOffering']['responses'][200]['content']['application/json'];
export type Facets = operations['searchStore']['responses'][200]['content']['application/json']['facets'];
export type StoreCharacteristic = FoundOffering['specifications'][number]['characteristics'][number];
export type StorePrice = FoundOffering['pricing'][number];

/** Customers ask for these first. */
const telling = ['Speed', 'Data', 'Minutes', 'Upload speed', 'Channels', 'Storage', 'Resolution', 'Technology', 'Screens', 'Contract'];

/** One value of each attribute, the telling attributes first. */
export function mainFacts({ specifications }: Pick<FoundOffering, 'specifications'>, most = 4): StoreCharacteristic[] {
  const byAttribute = new Map<string, StoreCharacteristic>();
  for (const fact of specifications.flatMap(({ characteristics }) => characteristics)) if (!byAttribute.has(fact.attribute)) byAttribute.set(fact.attribute, fact);
  const rank = ({ attribute }: StoreCharacteristic) => (telling.indexOf(attribute) + telling.length + 1) % (telling.length + 1);
  return [...byAttribute.values()].sort((one, other) => rank(one) - rank(other)).slice(0, most);
}

export type ShownPrices = { main: StorePrice | undefined; others: StorePrice[] };

/** In the customer's currency if there is one: what recurs before what is paid once, the lowest first. */
export function shownPrices(pricing: readonly StorePrice[], currency: string): ShownPrices {
  const wanted = pricing.filter((price) => price.currency === currency);
  const shown = wanted.length > 0 ? wanted : pricing.filter((price) => price.currency === pricing[0]?.currency);
  const [main, ...others] = [...shown].sort((one, other) => Number(isOnce(one)) - Number(isOnce(other)) || one.value - other.value);
  return { main, others };
}

const isOnce = ({ unit }: StorePrice): boolean => !/\b(?:per|each|every|monthly|yearly)\b/i.test(unit);
