/** Which revisions the search index is yet to be given: noted before a document is written, gone once the index has that revision. */
import type { Db } from 'mongodb';
import { isDuplicate, type StoredOffering } from '../documents/index.ts';

export type Revision = Pick<StoredOffering, '_id' | 'revision'>;
/** One for each revision, so that whoever takes it away cannot take another's. */
type DueRevision = { _id: string; offering_id: string; revision: number; noted_at: Date };

export type DueForIndex = ReturnType<typeof dueForIndex>;

const BATCH = 1_000;

export const dueForIndex = (database: Db) => {
  const collection = database.collection<DueRevision>('pending_search_writes');
  return {
    /** To note it twice is to note it once. */
    async note(revisions: Revision[]): Promise<void> {
      for (let start = 0; start < revisions.length; start += BATCH) {
        const noted_at = new Date();
        const notes = revisions.slice(start, start + BATCH).map((one) => (
          { _id: keyOf(one), offering_id: one._id, revision: one.revision, noted_at }));
        await collection.insertMany(notes, { ordered: false }).catch((error: unknown) => {
          if (!isDuplicate(error)) throw error;
        });
      }
    },

    async settle(revisions: Revision[]): Promise<void> {
      if (revisions.length > 0) await collection.deleteMany({ _id: { $in: revisions.map(keyOf) } });
    },

    /** Those of these revisions that are due. */
    async among<R extends Revision>(revisions: R[]): Promise<R[]> {
      if (revisions.length === 0) return [];
      const due = await collection.find({ _id: { $in: revisions.map(keyOf) } }, { projection: { _id: 1 } }).toArray();
      const keys = new Set(due.map(({ _id }) => _id));
      return revisions.filter((one) => keys.has(keyOf(one)));
    },

    async notedUntil(time: Date, limit: number): Promise<(Revision & { noted_at: Date })[]> {
      const found = await collection.find({ noted_at: { $lte: time } }).sort({ noted_at: 1 }).limit(limit).toArray();
      return found.map(({ offering_id, revision, noted_at }) => ({ _id: offering_id, revision, noted_at }));
    },
  };
};

export const createDueForIndexIndexes = (database: Db): Promise<unknown> =>
  database.collection<DueRevision>('pending_search_writes').createIndex({ noted_at: 1 });

const keyOf = ({ _id, revision }: Revision): string => `${_id}@${revision}`;
