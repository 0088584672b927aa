/** Assembles what the store shows of an offering from everything it refers to; what no longer exists is left out. */
import {
  type Category,
  categoryLine,
  type Characteristic,
  type Offering,
  type Price,
  revisionOf,
  type Specification,
} from '@catalog/contracts';
import type { StoreOffering } from '../../api.ts';
import { pricePointsOf } from './price-points.ts';
import { textKey } from './text-keys.ts';
import { totalsOf } from './totals.ts';

/** Everything an offering refers to, directly or through its specifications, by id. */
export type References = {
  specifications: ReadonlyMap<string, Specification>;
  characteristics: ReadonlyMap<string, Characteristic>;
  prices: ReadonlyMap<string, Price>;
  /** With all that they are in. */
  categories: ReadonlyMap<string, Category>;
};

export function assembleOffering(offering: Offering, { specifications, characteristics, prices, categories }: References): StoreOffering {
  const used = known(prices, offering.pricing_ids);
  const price_points = pricePointsOf(used);
  return {
    id: offering.id,
    name: offering.name,
    description: offering.description,
    specifications: known(specifications, offering.specification_ids).map(({ id, name, characteristic_ids }) => ({
      id,
      name,
      characteristics: known(characteristics, characteristic_ids).map(shownCharacteristic),
    })),
    pricing: used.map(shownPrice),
    price_points,
    totals: totalsOf(price_points),
    sales_channels: [...Map.groupBy(offering.sales_channels, textKey).values()].flatMap(([first]) => first ?? []),
    categories: known(categories, offering.category_ids ?? []).map((category) => shownCategory(category, categories)),
    published_at: offering.published_at ?? offering.updated_at,
    revision: revisionOf(offering),
    lifecycle_status: 'PUBLISHED',
  };
}

const known = <T>(things: ReadonlyMap<string, T>, ids: readonly string[]): T[] => [...new Set(ids)].flatMap((id) => things.get(id) ?? []);

const shownCharacteristic = ({ id, name, attribute, value, unit_of_measure }: Characteristic) => ({
  id,
  name,
  attribute,
  value,
  unit_of_measure,
});

/** In its place, as far as that is known. */
function shownCategory(category: Category, categories: References['categories']): StoreOffering['categories'][number] {
  const line = categoryLine(category.id, (id) => categories.get(id)?.parent_id);
  return { ...inOrder(category), path: known(categories, line.slice(1).toReversed()).map(inOrder) };
}

const inOrder = ({ id, name, sort_order }: Category) => ({ id, name, sort_order });

const shownPrice = ({ id, name, value, currency, unit, reduced }: Price) => ({
  id,
  name,
  value,
  currency,
  unit,
  ...(reduced && { reduced }),
});
