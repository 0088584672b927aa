/** What an offering refers to: known from events; the owner is asked once for what has not been heard of yet. */
import { catalogReader } from '@catalog/catalog-client';
import type { Characteristic, Offering, Price, RevisionContent, Specification } from '@catalog/contracts';
import type { ServiceClient } from '@catalog/http/client';
import { log } from '@catalog/observability';
import { type Database, replica } from '@catalog/postgres';
import { heldCategories } from './categories/index.ts';
import type { FullReferences, References } from './rules/index.ts';

type Wanted = Partial<Pick<Offering, 'specification_ids' | 'pricing_ids' | 'category_ids'>>;

export type Lookups = {
  /** To be called before a transaction is open. Refuses with SERVICE_UNAVAILABLE when an owner must be asked and does not answer. */
  learnOf(wanted: Wanted, authorization: string | undefined): Promise<void>;
  /** Of the characteristics of its specifications too, if their owner answers: nothing is decided by them, but snapshots show them. */
  learnInFull(wanted: Wanted, authorization: string | undefined): Promise<void>;
};

export const specificationReplicas = (database: Database) => replica<Specification>(database, 'specification_replicas');
export const characteristicReplicas = (database: Database) => replica<Characteristic>(database, 'characteristic_replicas');
export const priceReplicas = (database: Database) => replica<Price>(database, 'price_replicas');

/** As far as they are known; those of a stored offering were learned of when it was written. The rules refuse an id that does not exist. */
export const knownReferences = async (
  database: Database,
  { specification_ids = [], pricing_ids = [], category_ids = [] }: Wanted,
): Promise<References> => ({
  specifications: await specificationReplicas(database).find(specification_ids),
  prices: await priceReplicas(database).find(pricing_ids),
  categories: await heldCategories(database, category_ids),
});

/** With the characteristics of the specifications. */
export async function fullReferences(
  database: Database,
  { specification_ids, pricing_ids }: Pick<RevisionContent, 'specification_ids' | 'pricing_ids'>,
): Promise<FullReferences> {
  const specifications = await specificationReplicas(database).find(specification_ids);
  return {
    specifications,
    prices: await priceReplicas(database).find(pricing_ids),
    characteristics: await characteristicReplicas(database).find(characteristicIdsOf(specifications)),
  };
}

type Owners = { characteristics: ServiceClient; specifications: ServiceClient; prices: ServiceClient };

export const catalogLookups = (database: Database, owners: Owners): Lookups => {
  const askedOf = (owner: ServiceClient, authorization: string | undefined) =>
    catalogReader((_, path) => owner.get(path, { authorization }));

  async function learnOf({ specification_ids = [], pricing_ids = [] }: Wanted, authorization: string | undefined): Promise<void> {
    await Promise.all([
      specificationReplicas(database).findOrFetch(specification_ids, (ids) =>
        askedOf(owners.specifications, authorization).byIds('specifications', ids),
      ),
      priceReplicas(database).findOrFetch(pricing_ids, (ids) => askedOf(owners.prices, authorization).byIds('prices', ids)),
    ]);
  }

  return {
    learnOf,

    async learnInFull(wanted, authorization) {
      await learnOf(wanted, authorization);
      const specifications = await specificationReplicas(database).find(wanted.specification_ids ?? []);
      await characteristicReplicas(database)
        .findOrFetch(characteristicIdsOf(specifications), (ids) =>
          askedOf(owners.characteristics, authorization).byIds('characteristics', ids),
        )
        .catch((error: unknown) => log.warn('Characteristics are not known yet', { error }));
    },
  };
};

const characteristicIdsOf = (specifications: readonly Specification[]): string[] => [
  ...new Set(specifications.flatMap(({ characteristic_ids }) => characteristic_ids)),
];
