/** The store's own replicas of the catalog, built from events: the newest version wins, and a deletion leaves its version behind. */
import { type Characteristic, type Offering, type Price, Rejection, type Specification } from '@catalog/contracts';
import { countReplicaLookups } from '@catalog/observability';
import type { Collection, Db } from 'mongodb';
import { isDuplicate, type SourceKind, type Sources, type SourceVersion } from '../documents/index.ts';
import type { References } from '../rules/index.ts';
import type { CatalogLookups } from './catalog-lookups.ts';

/** What is deleted is kept for 90 days, so that no late event brings it back; an event older than that brings nothing. */
export type Replica<State> = { _id: string; version: number; deleted: boolean; deleted_at?: Date | null; state: State };

export type ReferenceData = ReturnType<typeof referenceData>;

/** An offering with what it refers to (and perhaps others do too), and what of that is nowhere to be found or has been deleted. */
export type Resolved = { offering: Replica<Offering>; references: References; sources: Sources; unusable: Record<SourceKind, string[]> };

/** The version of what is referred to and nowhere to be found: whatever comes to be known of it is newer. */
const UNKNOWN = 0;

export const referenceData = (database: Db, lookups: CatalogLookups) => {
  const replicas = {
    characteristics: replicasIn<Characteristic>(database.collection('characteristic_replicas')),
    specifications: replicasIn<Specification>(database.collection('specification_replicas')),
    prices: replicasIn<Price>(database.collection('price_replicas')),
    offerings: replicasIn<Offering>(database.collection('offering_replicas')),
  };

  /** From the replicas; what is not there is asked for once, and kept. */
  async function findAll<S extends Stated>(own: Replicas<S>, ids: string[], ask: (missing: string[]) => Promise<S[]>) {
    const found = await own.findAll(ids);
    const missing = ids.filter((id) => !found.some(({ _id }) => _id === id));
    countReplicaLookups(own.name, { hits: ids.length - missing.length, misses: missing.length });
    if (missing.length === 0) return found;
    for (const state of await ask(missing)) await own.apply(state);
    return own.findAll(ids);
  }

  return {
    ...replicas,

    /** An offering at `version` or newer; undefined when it exists nowhere. */
    async offering(id: string, version = 1): Promise<Replica<Offering> | undefined> {
      const known = await replicas.offerings.find(id);
      if (known && known.version >= version) return known;
      const asked = await lookups.offering(id);
      if (asked) await replicas.offerings.apply(asked);
      return await replicas.offerings.find(id) ?? undefined;
    },

    /** The offerings of these ids; for those in `wanted` that no event has told of, their owner is asked. */
    async offeringsAmong(ids: string[], wanted: string[]): Promise<Replica<Offering>[]> {
      const known = await replicas.offerings.findAll(ids);
      const missing = wanted.filter((id) => !known.some(({ _id }) => _id === id));
      return missing.length === 0 ? known : [...known, ...await findAll(replicas.offerings, missing, lookups.offerings)];
    },

    async resolve(offerings: Replica<Offering>[]): Promise<Resolved[]> {
      const [specifications, prices] = await Promise.all([
        findAll(replicas.specifications, unique(offerings.flatMap(({ state }) => state.specification_ids)), lookups.specifications),
        findAll(replicas.prices, unique(offerings.flatMap(({ state }) => state.pricing_ids)), lookups.prices),
      ]);
      const characteristicIds = unique(specifications.flatMap(({ state }) => state.characteristic_ids));
      const characteristics = await findAll(replicas.characteristics, characteristicIds, lookups.characteristics);
      const known = { specifications: byId(specifications), prices: byId(prices), characteristics: byId(characteristics) };
      const references = {
        specifications: statesOf(specifications), prices: statesOf(prices), characteristics: statesOf(characteristics),
      };
      return offerings.map((offering) => ({ offering, references, ...sourcesOf(offering, known) }));
    },

    /** Those built from sources that have changed meanwhile. */
    async changedSince(built: { _id: string; sources: Sources }[]): Promise<string[]> {
      if (built.length === 0) return [];
      const [offerings, ...others] = await Promise.all([
        replicas.offerings.versions(built.map(({ _id }) => _id)),
        ...kinds.map((kind) => replicas[kind].versions(unique(built.flatMap(({ sources }) => sources[kind].map(({ id }) => id))))),
      ]);
      const isCurrent = (sources: Sources): boolean =>
        kinds.every((kind, i) => sources[kind].every(({ id, version }) => (others[i]?.get(id) ?? UNKNOWN) === version));
      return built.filter(({ _id, sources }) => offerings.get(_id) !== sources.offering || !isCurrent(sources)).map(({ _id }) => _id);
    },
  };
};

const kinds = ['specifications', 'characteristics', 'prices'] as const;

const ATTEMPTS = 20;
const TOMBSTONE_SECONDS = 90 * 24 * 3600;

type Stated = { id: string; version: number };
type Replicas<S extends Stated> = ReturnType<typeof replicasIn<S>>;

/** Only states of one kind are ever stored in one collection. */
const replicasIn = <State extends Stated>(collection: Collection<Replica<Stated>>) => ({
  name: collection.collectionName,

  /** Does nothing when this version, or a newer one, is there. */
  async apply(state: State, { deleted = false, happened = new Date() } = {}): Promise<void> {
    const { id: _id, version } = state;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const known = await collection.findOne({ _id }, { projection: { version: 1 } });
      if (known && known.version >= version) return;
      // Whatever is still there is asked for where it is missed.
      if (!known && Date.now() - happened.getTime() > TOMBSTONE_SECONDS * 1_000) return;
      const next = { version, deleted, deleted_at: deleted ? new Date() : null, state };
      if (known ? await replaced(collection, known, next) : await added(collection, { _id, ...next })) return;
    }
    throw new Rejection('SERVICE_UNAVAILABLE', 'A replica changes faster than the store can follow', { id: _id });
  },

  /** As its owner has it now: also sets right what has this version and is wrong. */
  async restore(state: State): Promise<void> {
    const { id: _id, version } = state;
    await collection.updateOne({ _id, version }, { $set: { state, deleted: false, deleted_at: null } });
    await this.apply(state);
  },

  /** Its owner knows it no more, though no event said so. */
  markDeleted: ({ _id, version }: Pick<Replica<State>, '_id' | 'version'>): Promise<unknown> =>
    collection.updateOne({ _id, version }, { $set: { deleted: true, deleted_at: new Date() } }),

  /** Also what is deleted. */
  all: async (): Promise<Replica<State>[]> => await collection.find().toArray() as Replica<State>[],

  /** Of what is not deleted. */
  ids: async (): Promise<string[]> =>
    (await collection.find({ deleted: false }, { projection: { _id: 1 } }).toArray()).map(({ _id }) => _id),

  find: async (id: string): Promise<Replica<State> | null> => await collection.findOne({ _id: id }) as Replica<State> | null,

  findAll: async (ids: string[]): Promise<Replica<State>[]> =>
    ids.length === 0 ? [] : await collection.find({ _id: { $in: ids } }).toArray() as Replica<State>[],

  async versions(ids: string[]): Promise<Map<string, number>> {
    const found = ids.length === 0 ? [] : await collection.find({ _id: { $in: ids } }, { projection: { version: 1 } }).toArray();
    return new Map(found.map(({ _id, version }) => [_id, version]));
  },
});

type Known = Pick<Replica<Stated>, '_id' | 'version'>;

/** False when it was changed since it was read. */
async function replaced(collection: Collection<Replica<Stated>>, { _id, version }: Known, next: Omit<Replica<Stated>, '_id'>): Promise<boolean> {
  return (await collection.updateOne({ _id, version }, { $set: next })).matchedCount === 1;
}

/** False when it is there already. */
async function added(collection: Collection<Replica<Stated>>, replica: Replica<Stated>): Promise<boolean> {
  try {
    await collection.insertOne(replica);
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
}

/** For what writes ask for; see `createPublishedOfferingIndexes`. */
export async function createReplicaIndexes(database: Db): Promise<void> {
  for (const name of collectionNames) {
    const collection = database.collection(name);
    await collection.createIndex({ _id: 1, version: 1 }, { unique: true });
    await collection.createIndex({ deleted_at: 1 }, { expireAfterSeconds: TOMBSTONE_SECONDS });
    await collection.updateMany({ deleted: true, deleted_at: { $exists: false } }, { $set: { deleted_at: new Date() } });
  }
}

const collectionNames = ['characteristic_replicas', 'specification_replicas', 'price_replicas', 'offering_replicas'];

const unique = (ids: string[]): string[] => [...new Set(ids)];

const byId = <S>(replicas: Replica<S>[]): Map<string, Replica<S>> => new Map(replicas.map((replica) => [replica._id, replica]));

const statesOf = <S>(replicas: Replica<S>[]): Map<string, S> => new Map(replicas.map(({ _id, state }) => [_id, state]));

type KnownSources = { specifications: Map<string, Replica<Specification>> } & Record<SourceKind, Map<string, Replica<unknown>>>;

function sourcesOf({ version, state }: Replica<Offering>, known: KnownSources): Pick<Resolved, 'sources' | 'unusable'> {
  const specifications = unique(state.specification_ids);
  const ids = {
    specifications,
    characteristics: unique(specifications.flatMap((id) => known.specifications.get(id)?.state.characteristic_ids ?? [])),
    prices: unique(state.pricing_ids),
  };
  const versions = (kind: SourceKind): SourceVersion[] =>
    ids[kind].map((id) => ({ id, version: known[kind].get(id)?.version ?? UNKNOWN }));
  const unusable = (kind: SourceKind): string[] => ids[kind].filter((id) => known[kind].get(id)?.deleted ?? true);
  return {
    sources: {
      offering: version, specifications: versions('specifications'), characteristics: versions('characteristics'), prices: versions('prices'),
    },
    unusable: { specifications: unusable('specifications'), characteristics: unusable('characteristics'), prices: unusable('prices') },
  };
}
