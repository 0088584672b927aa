/** Documents that the search index still has to remove: added before a document is removed, gone once the index has removed it. */
import type { Db } from 'mongodb';
import type { Revision } from './pending-index-writes.ts';

/** Its revision is the one after the last that was indexed. */
export type Removal = Revision;

export const pendingIndexRemovals = (database: Db) => {
  const collection = database.collection<Removal>('pending_search_removals');
  return {
    add: ({ _id, revision }: Removal): Promise<unknown> => collection.updateOne({ _id }, { $set: { revision } }, { upsert: true }),

    async remove(removals: Removal[]): Promise<void> {
      for (const { _id, revision } of removals) await collection.deleteOne({ _id, revision });
    },

    some: (limit: number): Promise<Removal[]> => collection.find().limit(limit).toArray(),
  };
};
