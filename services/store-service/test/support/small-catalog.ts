/** A small catalog with one thing of each kind, the offering published at version 3 by a saga that started at version 2. */
import type { Category, Characteristic, Offering, Price, Specification } from '@catalog/contracts';
import { randomUUID } from 'node:crypto';
import { aCategory, aCharacteristic, anOffering, aPrice, aSpecification } from '../../../../test/support/events.ts';

export type SmallCatalog = {
  characteristic: Characteristic;
  specification: Specification;
  price: Price;
  category: Category;
  offering: Offering;
};

export function smallCatalog(): SmallCatalog {
  const characteristic = aCharacteristic();
  const specification = aSpecification({ characteristic_ids: [characteristic.id] });
  const price = aPrice();
  const category = aCategory();
  const offering = anOffering({
    specification_ids: [specification.id],
    pricing_ids: [price.id],
    category_ids: [category.id],
    lifecycle_status: 'PUBLISHED',
    saga_id: randomUUID(),
    published_at: '2026-01-16T10:00:00.000Z',
    version: 3,
  });
  return { characteristic, specification, price, category, offering };
}

export const publishing = (offering: Offering): Offering => ({
  ...offering,
  lifecycle_status: 'PUBLISHING',
  published_at: null,
  version: 2,
});
export const retired = (offering: Offering): Offering => ({ ...offering, lifecycle_status: 'RETIRED', version: 4 });
