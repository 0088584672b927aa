/** The request body by which a thing becomes what its row says, checked by the rules of its service. */
import type { Call } from '@catalog/catalog-client';
import { characteristicContentFrom, nameFrom, offeringTextsFrom, priceContentFrom } from '@catalog/contracts';
import { type Kind, plainFields, type Row } from '../row.ts';
import type { KnownThings, Thing } from '../things.ts';

export type Body = NonNullable<Call<'POST', `/api/v1/${Kind}s`>['body']>;

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
    case 'offering':
      return {
        // Without an external id in the row, the offering keeps the one it has.
        ...offeringTextsFrom({ ...row, external_id: row.external_id || (current?.external_id ?? null) }),
        specification_ids: known.idsOf('specification', row.specifications ?? [], 'specifications'),
        pricing_ids: known.idsOf('price', row.prices ?? [], 'prices'),
      };
  }
}

export const contentOf = (kind: Kind, thing: Thing): Record<string, unknown> =>
  Object.fromEntries(fields[kind].map((field) => [field, thing[field]]));

const fields: Record<Kind, string[]> = {
  characteristic: plainFields('characteristic'),
  price: plainFields('price'),
  specification: ['name', 'characteristic_ids'],
  offering: ['name', 'description', 'external_id', 'specification_ids', 'pricing_ids', 'sales_channels'],
};
