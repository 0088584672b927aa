/** The request body by which a thing becomes what its row says, checked by the rules of its service. */
import type { Call } from '@catalog/catalog-client';
import { categoryContentFrom, characteristicContentFrom, nameFrom, offeringTextsFrom, priceContentFrom } from '@catalog/contracts';
import { namesIn, pathOf } from '../category-path.ts';
import { type CategoryRow, type collectionOf, type Kind, plainFields, type Row } from '../row.ts';
import type { KnownThings, Thing } from '../things.ts';

export type Body = NonNullable<Call<'POST', `/api/v1/${(typeof collectionOf)[Kind]}`>['body']>;

/** Refuses whatever the service would refuse because of its content. */
export function bodyOf(row: Row, current: Thing | undefined, known: Pick<KnownThings, 'idsOf'>): Body {
  switch (row.kind) {
    case 'characteristic':
      return characteristicContentFrom(row);
    case 'price':
      return priceContentFrom(row);
    case 'specification':
      return {
        name: nameFrom(row.name),
        characteristic_ids: known.idsOf('characteristic', row.characteristics, 'characteristics'),
      };
    case 'category':
      return categoryBody(row, current, known);
    case 'offering':
      return {
        // Without an external id in the row, the offering keeps the one it has.
        ...offeringTextsFrom({ ...row, external_id: row.external_id || (current?.external_id ?? null) }),
        specification_ids: known.idsOf('specification', row.specifications ?? [], 'specifications'),
        pricing_ids: known.idsOf('price', row.prices ?? [], 'prices'),
        // Files of before there were categories do not say.
        category_ids: row.categories
          ? known.idsOf('category', row.categories, 'categories')
          : ((current?.['category_ids'] ?? []) as string[]),
      };
  }
}

/** In the category that its name begins with. */
function categoryBody(row: CategoryRow, current: Thing | undefined, known: Pick<KnownThings, 'idsOf'>) {
  const names = namesIn(row.name);
  const [parent_id = null] = names.length > 1 ? known.idsOf('category', [pathOf(names.slice(0, -1))], 'name') : [];
  const external_id = row.external_id || (current?.external_id ?? null);
  return categoryContentFrom({ ...row, name: names.at(-1) ?? '', parent_id, external_id });
}

export const contentOf = (kind: Kind, thing: Thing): Record<string, unknown> =>
  Object.fromEntries(fields[kind].map((field) => [field, thing[field]]));

const fields: Record<Kind, string[]> = {
  characteristic: plainFields('characteristic'),
  price: plainFields('price'),
  specification: ['name', 'characteristic_ids'],
  category: ['name', 'parent_id', 'sort_order', 'description', 'external_id'],
  offering: ['name', 'description', 'external_id', 'specification_ids', 'pricing_ids', 'sales_channels', 'category_ids'],
};
