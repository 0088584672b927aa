/** Replicas of one kind of thing: the newest version wins, and a deleted one keeps its version for 90 days. */
import { Rejection } from '@catalog/contracts';
import type { Collection, Db } from 'mongodb';
import { insertUnlessExists } from '../mongodb/index.ts';

/** A deleted one stays as a tombstone, so that a late event does not bring it back. */
export type Replica<State> = { _id: string; version: number; deleted: boolean; deleted_at?: Date | null; state: State };

export type Versioned = { id: string; version: number };
export type ReplicaCollection<S extends Versioned> = ReturnType<typeof replicaCollection<S>>;

const ATTEMPTS = 20;
const TOMBSTONE_SECONDS = 90 * 24 * 3600;

/** The collection must hold states of this kind only. */
export const replicaCollection = <State extends Versioned>(collection: Collection<Replica<Versioned>>) => ({
  name: collection.collectionName,

  /** Does nothing if this version or a newer one is stored already. */
  async apply(state: State, { deleted = false, happened = new Date() } = {}): Promise<void> {
    const { id: _id, version } = state;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const known = await collection.findOne({ _id }, { projection: { version: 1 } });
      if (known && known.version >= version) return;
      // Its tombstone may be gone by now. If it does exist, its owner is asked for it when it is needed.
      if (!known && Date.now() - happened.getTime() > TOMBSTONE_SECONDS * 1_000) return;
      const next = { version, deleted, deleted_at: deleted ? new Date() : null, state };
      if (known ? await replace(collection, known, next) : await insertUnlessExists(collection, { _id, ...next })) return;
    }
    throw new Rejection('SERVICE_UNAVAILABLE', 'A replica changes faster than the store can follow', { id: _id });
  },

  /** Takes over the owner's state; unlike `apply` it also corrects a replica that has the same version but another state. */
  async restore(state: State): Promise<void> {
    const { id: _id, version } = state;
    await collection.updateOne({ _id, version }, { $set: { state, deleted: false, deleted_at: null } });
    await this.apply(state);
  },

  /** For what its owner no longer has although no event said so. */
  markDeleted: ({ _id, version }: Pick<Replica<State>, '_id' | 'version'>): Promise<unknown> =>
    collection.updateOne({ _id, version }, { $set: { deleted: true, deleted_at: new Date() } }),

  /** Deleted ones too. */
  all: async (): Promise<Replica<State>[]> => (await collection.find().toArray()) as Replica<State>[],

  /** Without deleted ones. */
  ids: async (): Promise<string[]> =>
    (await collection.find({ deleted: false }, { projection: { _id: 1 } }).toArray()).map(({ _id }) => _id),

  find: async (id: string): Promise<Replica<State> | null> => (await collection.findOne({ _id: id })) as Replica<State> | null,

  findAll: async (ids: string[]): Promise<Replica<State>[]> =>
    ids.length === 0 ? [] : ((await collection.find({ _id: { $in: ids } }).toArray()) as Replica<State>[]),

  async versions(ids: string[]): Promise<Map<string, number>> {
    const found = ids.length === 0 ? [] : await collection.find({ _id: { $in: ids } }, { projection: { version: 1 } }).toArray();
    return new Map(found.map(({ _id, version }) => [_id, version]));
  },
});

type Known = Pick<Replica<Versioned>, '_id' | 'version'>;

/** False if it was changed since it was read. */
async function replace(
  collection: Collection<Replica<Versioned>>,
  { _id, version }: Known,
  next: Omit<Replica<Versioned>, '_id'>,
): Promise<boolean> {
  return (await collection.updateOne({ _id, version }, { $set: next })).matchedCount === 1;
}

/** One index matches the filter of the writes; see `createPublishedOfferingIndexes`. */
export async function createReplicaIndexes(database: Db): Promise<void> {
  for (const name of collectionNames) {
    const collection = database.collection(name);
    await collection.createIndex({ _id: 1, version: 1 }, { unique: true });
    await collection.createIndex({ deleted_at: 1 }, { expireAfterSeconds: TOMBSTONE_SECONDS });
    await collection.updateMany({ deleted: true, deleted_at: { $exists: false } }, { $set: { deleted_at: new Date() } });
  }
}

const collectionNames = ['characteristic_replicas', 'specification_replicas', 'price_replicas', 'category_replicas', 'offering_replicas'];
