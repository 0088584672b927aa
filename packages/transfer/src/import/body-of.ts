/** What the API is to be sent so that a thing becomes what its row says, by the rules of its service, and what a thing there is in the same terms. */
import type { Call } from '@catalog/catalog-client';
import { characteristicContentFrom, nameFrom, offeringTextsFrom, priceContentFrom } from '@catalog/contracts';
import type { Kind, Row } from '../row.ts';
import type { KnownThings, Thing } from '../things.ts';

export type Body = NonNullable<Call<'POST', `/api/v1/${Kind}s`>['body']>;

/** Refuses what the service would refuse for what it says. */
export function bodyOf(row: Row, current: Thing | undefined, known: Pick<KnownThings, 'idsOf'>): Body {
  switch (row.kind) {
    case 'characteristic': return characteristicContentFrom(row);
    case 'price': return priceContentFrom(row);
    case 'specification': return {
      name: nameFrom(row.name),
      characteristic_ids: known.idsOf('characteristic', row.characteristics, 'characteristics'),
    };
    case 'offering': return {
      // A row without an external id is found by its name, and leaves it as it is.
      ...offeringTextsFrom({ ...row, external_id: row.external_id || (current?.external_id ?? null) }),
      specification_ids: known.idsOf('specification', row.specifications ?? [], 'specifications'),
      pricing_ids: known.idsOf('price', row.prices ?? [], 'prices'),
    };
  }
}

export const contentOf = (kind: Kind, thing: Thing): Record<string, unknown> => Object.fromEntries(fields[kind].map((field) => [field, thing[field]]));

const fields: Record<Kind, string[]> = {
  characteristic: ['name', 'attribute', 'value', 'unit_of_measure'],
  price: ['name', 'value', 'unit', 'currency'],
  specification: ['name', 'characteristic_ids'],
  offering: ['name', 'description', 'external_id', 'specification_ids', 'pricing_ids', 'sales_channels'],
};
