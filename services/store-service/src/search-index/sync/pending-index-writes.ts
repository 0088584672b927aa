/** Revisions that the search index does not have yet: added before a document is written, removed once they are indexed. */
import type { Db } from 'mongodb';
import type { StoredOffering } from '../../documents/index.ts';
import { isDuplicateKey } from '../../mongodb/index.ts';

export type Revision = Pick<StoredOffering, '_id' | 'revision'>;
/** One entry per revision, so that removing one never removes that of another revision. */
type PendingWrite = { _id: string; offering_id: string; revision: number; noted_at: Date };

export type PendingIndexWrites = ReturnType<typeof pendingIndexWrites>;

const BATCH = 1_000;

export const pendingIndexWrites = (database: Db) => {
  const collection = database.collection<PendingWrite>('pending_search_writes');
  return {
    /** Does nothing for those that are there already. */
    async add(revisions: Revision[]): Promise<void> {
      for (let start = 0; start < revisions.length; start += BATCH) {
        const noted_at = new Date();
        const writes = revisions
          .slice(start, start + BATCH)
          .map((one) => ({ _id: keyOf(one), offering_id: one._id, revision: one.revision, noted_at }));
        await collection.insertMany(writes, { ordered: false }).catch((error: unknown) => {
          if (!isDuplicateKey(error)) throw error;
        });
      }
    },

    async remove(revisions: Revision[]): Promise<void> {
      if (revisions.length > 0) await collection.deleteMany({ _id: { $in: revisions.map(keyOf) } });
    },

    /** Those of these revisions that are pending. */
    async pendingAmong<R extends Revision>(revisions: R[]): Promise<R[]> {
      if (revisions.length === 0) return [];
      const pending = await collection.find({ _id: { $in: revisions.map(keyOf) } }, { projection: { _id: 1 } }).toArray();
      const keys = new Set(pending.map(({ _id }) => _id));
      return revisions.filter((one) => keys.has(keyOf(one)));
    },

    /** The oldest ones that were added until `time`. */
    async addedUntil(time: Date, limit: number): Promise<(Revision & { noted_at: Date })[]> {
      const found = await collection
        .find({ noted_at: { $lte: time } })
        .sort({ noted_at: 1 })
        .limit(limit)
        .toArray();
      return found.map(({ offering_id, revision, noted_at }) => ({ _id: offering_id, revision, noted_at }));
    },
  };
};

export const createPendingIndexWriteIndexes = (database: Db): Promise<unknown> =>
  database.collection<PendingWrite>('pending_search_writes').createIndex({ noted_at: 1 });

const keyOf = ({ _id, revision }: Revision): string => `${_id}@${revision}`;
