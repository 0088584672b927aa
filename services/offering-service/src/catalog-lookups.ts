/** What an offering refers to: known from events; the owner is asked once for what has not been heard of yet. */
import { catalogReader } from '@catalog/catalog-client';
import type { Offering, Price, Specification } from '@catalog/contracts';
import type { ServiceClient } from '@catalog/http/client';
import { type Database, replica } from '@catalog/postgres';
import type { References } from './rules/index.ts';

type Wanted = Partial<Pick<Offering, 'specification_ids' | 'pricing_ids'>>;

export type Lookups = {
  /** To be called before a transaction is open. Refuses with SERVICE_UNAVAILABLE when an owner must be asked and does not answer. */
  learnOf(wanted: Wanted, authorization: string | undefined): Promise<void>;
};

export const specificationReplicas = (database: Database) => replica<Specification>(database, 'specification_replicas');
export const priceReplicas = (database: Database) => replica<Price>(database, 'price_replicas');

/** As far as they are known; those of a stored offering were learned of when it was written. The rules refuse an id that does not exist. */
export const knownReferences = async (database: Database, { specification_ids = [], pricing_ids = [] }: Wanted): Promise<References> => ({
  specifications: await specificationReplicas(database).find(specification_ids),
  prices: await priceReplicas(database).find(pricing_ids),
});

export const catalogLookups = (database: Database, owners: { specifications: ServiceClient; prices: ServiceClient }): Lookups => ({
  async learnOf({ specification_ids = [], pricing_ids = [] }, authorization) {
    const askedOf = (owner: ServiceClient) => catalogReader((_, path) => owner.get(path, { authorization }));
    await Promise.all([
      specificationReplicas(database).findOrFetch(specification_ids, (ids) => askedOf(owners.specifications).byIds('specifications', ids)),
      priceReplicas(database).findOrFetch(pricing_ids, (ids) => askedOf(owners.prices).byIds('prices', ids)),
    ]);
  },
});
