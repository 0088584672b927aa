/** What an offering refers to: known from events; the owner is asked once for what has not been heard of yet. */
import type { Offering, Price, Specification } from '@catalog/contracts';
import { listByIds, type ServiceClient } from '@catalog/http/client';
import { type Database, replica } from '@catalog/postgres';
import type { References } from './offering.ts';

type Wanted = Partial<Pick<Offering, 'specification_ids' | 'pricing_ids'>>;

export type Lookups = (database: Database) => {
  /** Refuses with SERVICE_UNAVAILABLE when an owner must be asked and does not answer. */
  find(wanted: Wanted, authorization: string | undefined): Promise<References>;
};

export const specificationReplicas = (database: Database) => replica<Specification>(database, 'specification_replicas');
export const priceReplicas = (database: Database) => replica<Price>(database, 'price_replicas');

/** Of an offering that is stored: whatever it lists was looked up when that was written, so nobody need be asked again. */
export const knownReferences = async (database: Database, { specification_ids, pricing_ids }: Offering): Promise<References> => ({
  specifications: await specificationReplicas(database).find(specification_ids),
  prices: await priceReplicas(database).find(pricing_ids),
});

export const catalogLookups = (owners: { specifications: ServiceClient; prices: ServiceClient }): Lookups => (database) => ({
  async find({ specification_ids = [], pricing_ids = [] }, authorization) {
    const [specifications, prices] = await Promise.all([
      specificationReplicas(database).findOrFetch(specification_ids, (ids) =>
        listByIds<Specification>(owners.specifications, '/api/v1/specifications', ids, authorization)),
      priceReplicas(database).findOrFetch(pricing_ids, (ids) => listByIds<Price>(owners.prices, '/api/v1/prices', ids, authorization)),
    ]);
    return { specifications, prices };
  },
});
