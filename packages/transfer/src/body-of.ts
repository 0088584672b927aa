/** What the API is to be sent so that a thing becomes what its row says, and what a thing there is in the same terms. */
import type { Kind, Row } from './row.ts';
import type { KnownThings, Thing } from './things.ts';

export type Body = Record<string, unknown>;

export function bodyOf(row: Row, current: Thing | undefined, known: Pick<KnownThings, 'idsOf'>): Body {
  switch (row.kind) {
    case 'characteristic': {
      const { name, attribute = name, value, unit_of_measure } = row;
      return { name: plain(name), attribute: plain(attribute), value: plain(value), unit_of_measure };
    }
    case 'price': {
      const { name, value, unit, currency } = row;
      return { name: plain(name), value, unit: plain(unit), currency };
    }
    case 'specification': return {
      name: plain(row.name),
      characteristic_ids: known.idsOf('characteristic', row.characteristics, 'characteristics'),
    };
    case 'offering': return {
      name: plain(row.name),
      description: row.description ?? null,
      // A row without one is found by its name, and leaves it as it is.
      external_id: row.external_id ?? current?.external_id ?? null,
      specification_ids: known.idsOf('specification', row.specifications ?? [], 'specifications'),
      pricing_ids: known.idsOf('price', row.prices ?? [], 'prices'),
      sales_channels: row.sales_channels ?? [],
    };
  }
}

export const contentOf = (kind: Kind, thing: Thing): Body => Object.fromEntries(fields[kind].map((field) => [field, thing[field]]));

const fields: Record<Kind, string[]> = {
  characteristic: ['name', 'attribute', 'value', 'unit_of_measure'],
  price: ['name', 'value', 'unit', 'currency'],
  specification: ['name', 'characteristic_ids'],
  offering: ['name', 'description', 'external_id', 'specification_ids', 'pricing_ids', 'sales_channels'],
};

/** As the services will write it. */
const plain = (text: string): string => text.trim().normalize('NFC');
