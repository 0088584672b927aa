/** The store's replicas of the catalog, built from events; what no event has brought yet is asked for at its owner and kept. */
import { type Category, CATEGORY_LEVELS, type Characteristic, type Offering, type Price, type Specification } from '@catalog/contracts';
import { countReplicaLookups } from '@catalog/observability';
import type { Db } from 'mongodb';
import { sourceKinds, type Sources } from '../documents/index.ts';
import type { References } from '../rules/index.ts';
import type { CatalogLookups } from './catalog-lookups.ts';
import { type OfferingSources, offeringSources, unique, UNKNOWN_VERSION } from './offering-sources.ts';
import { type Replica, type ReplicaCollection, replicaCollection, type Versioned } from './replica-collection.ts';

export type CatalogReplicas = ReturnType<typeof catalogReplicas>;

/** `references` may hold more than what this offering refers to. */
export type ResolvedOffering = OfferingSources & { offering: Replica<Offering>; references: References };

export const catalogReplicas = (database: Db, lookups: CatalogLookups) => {
  const replicas = {
    characteristics: replicaCollection<Characteristic>(database.collection('characteristic_replicas')),
    specifications: replicaCollection<Specification>(database.collection('specification_replicas')),
    prices: replicaCollection<Price>(database.collection('price_replicas')),
    categories: replicaCollection<Category>(database.collection('category_replicas')),
    offerings: replicaCollection<Offering>(database.collection('offering_replicas')),
  };

  /** Those that are missing are asked for once, and kept. */
  async function findAll<S extends Versioned>(own: ReplicaCollection<S>, ids: string[], ask: (missing: string[]) => Promise<S[]>) {
    const found = await own.findAll(ids);
    const missing = ids.filter((id) => !found.some(({ _id }) => _id === id));
    countReplicaLookups(own.name, { hits: ids.length - missing.length, misses: missing.length });
    if (missing.length === 0) return found;
    for (const state of await ask(missing)) await own.apply(state);
    return own.findAll(ids);
  }

  /** These with all that they are in, a level at a time. */
  async function findCategories(ids: string[]): Promise<Replica<Category>[]> {
    const found = new Map<string, Replica<Category>>();
    for (let level = 0, next = ids; level < CATEGORY_LEVELS && next.length > 0; level += 1) {
      const known = await findAll(replicas.categories, next, lookups.categories);
      for (const category of known) found.set(category._id, category);
      next = unique(known.flatMap(({ state }) => state.parent_id ?? [])).filter((id) => !found.has(id));
    }
    return [...found.values()];
  }

  return {
    ...replicas,

    /** Asks its owner if it is missing or older than `version`, and may still return an older one; undefined if it does not exist. */
    async findOffering(id: string, version = 1): Promise<Replica<Offering> | undefined> {
      const known = await replicas.offerings.find(id);
      if (known && known.version >= version) return known;
      const asked = await lookups.offering(id);
      if (asked) await replicas.offerings.apply(asked);
      return (await replicas.offerings.find(id)) ?? undefined;
    },

    /** The offerings with these ids; the owner is asked for missing ones that are also in `required`. */
    async findOfferings(ids: string[], required: string[]): Promise<Replica<Offering>[]> {
      const known = await replicas.offerings.findAll(ids);
      const missing = required.filter((id) => !known.some(({ _id }) => _id === id));
      return missing.length === 0 ? known : [...known, ...(await findAll(replicas.offerings, missing, lookups.offerings))];
    },

    /** Finds everything these offerings refer to. */
    async resolve(offerings: Replica<Offering>[]): Promise<ResolvedOffering[]> {
      const [specifications, prices, categories] = await Promise.all([
        findAll(replicas.specifications, unique(offerings.flatMap(({ state }) => state.specification_ids)), lookups.specifications),
        findAll(replicas.prices, unique(offerings.flatMap(({ state }) => state.pricing_ids)), lookups.prices),
        findCategories(unique(offerings.flatMap(({ state }) => state.category_ids ?? []))),
      ]);
      const characteristicIds = unique(specifications.flatMap(({ state }) => state.characteristic_ids));
      const characteristics = await findAll(replicas.characteristics, characteristicIds, lookups.characteristics);
      const known = {
        specifications: byId(specifications),
        prices: byId(prices),
        characteristics: byId(characteristics),
        categories: byId(categories),
      };
      const references = {
        specifications: statesOf(specifications),
        prices: statesOf(prices),
        characteristics: statesOf(characteristics),
        categories: statesOf(categories),
      };
      return offerings.map((offering) => ({ offering, references, ...offeringSources(offering, known) }));
    },

    /** The ids of documents whose sources have changed since they were built. */
    async changedSince(built: { _id: string; sources: Sources }[]): Promise<string[]> {
      if (built.length === 0) return [];
      const [offerings, ...others] = await Promise.all([
        replicas.offerings.versions(built.map(({ _id }) => _id)),
        ...sourceKinds.map((kind) => replicas[kind].versions(unique(built.flatMap(({ sources }) => sources[kind].map(({ id }) => id))))),
      ]);
      const isCurrent = (sources: Sources): boolean =>
        sourceKinds.every((kind, i) => sources[kind].every(({ id, version }) => (others[i]?.get(id) ?? UNKNOWN_VERSION) === version));
      return built.filter(({ _id, sources }) => offerings.get(_id) !== sources.offering || !isCurrent(sources)).map(({ _id }) => _id);
    },
  };
};

const byId = <S>(replicas: Replica<S>[]): Map<string, Replica<S>> => new Map(replicas.map((replica) => [replica._id, replica]));

const statesOf = <S>(replicas: Replica<S>[]): Map<string, S> => new Map(replicas.map(({ _id, state }) => [_id, state]));
