/** Everything that keeps an offering from being published; an empty list means that it can be. */
import type { Offering } from './offering.ts';
import type { Specification } from './specification.ts';

export type PublicationObstacle = { code: string; field: string; message: string; ids?: string[] };

/** What an offering refers to, as far as it exists. */
export type OfferingReferences = {
  specifications: Pick<Specification, 'id' | 'invalid'>[];
  prices: { id: string }[];
  /** Left out, there are none. */
  categories?: { id: string }[];
};

type Listing = Pick<Offering, 'specification_ids' | 'pricing_ids' | 'sales_channels' | 'category_ids'>;

export function obstaclesTo(
  { specification_ids, pricing_ids, sales_channels, category_ids = [] }: Listing,
  references: OfferingReferences,
): PublicationObstacle[] {
  const unknownSpecifications = missingIds(specification_ids, references.specifications);
  const invalidSpecifications = references.specifications.filter(({ invalid }) => invalid).map(({ id }) => id);
  const unknownPrices = missingIds(pricing_ids, references.prices);
  const unknownCategories = missingIds(category_ids, references.categories ?? []);
  return [
    ...when(specification_ids.length === 0, {
      code: 'NO_SPECIFICATION',
      field: 'specification_ids',
      message: 'It needs at least one specification',
    }),
    ...when(pricing_ids.length === 0, { code: 'NO_PRICE', field: 'pricing_ids', message: 'It needs at least one price' }),
    ...when(sales_channels.length === 0, {
      code: 'NO_SALES_CHANNEL',
      field: 'sales_channels',
      message: 'It needs at least one sales channel',
    }),
    ...whenAny(unknownSpecifications, {
      code: 'UNKNOWN_SPECIFICATION',
      field: 'specification_ids',
      message: 'It lists specifications that do not exist',
    }),
    ...whenAny(invalidSpecifications, {
      code: 'INVALID_SPECIFICATION',
      field: 'specification_ids',
      message: 'It lists specifications that lack a characteristic',
    }),
    ...whenAny(unknownPrices, { code: 'UNKNOWN_PRICE', field: 'pricing_ids', message: 'It lists prices that do not exist' }),
    ...whenAny(unknownCategories, { code: 'UNKNOWN_CATEGORY', field: 'category_ids', message: 'It is in categories that do not exist' }),
  ];
}

export function missingIds(ids: readonly string[], known: readonly { id: string }[]): string[] {
  const knownIds = new Set(known.map(({ id }) => id));
  return ids.filter((id) => !knownIds.has(id));
}

const when = (applies: boolean, obstacle: PublicationObstacle): PublicationObstacle[] => (applies ? [obstacle] : []);
const whenAny = (ids: string[], obstacle: PublicationObstacle): PublicationObstacle[] => (ids.length > 0 ? [{ ...obstacle, ids }] : []);
