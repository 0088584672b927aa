/** Repository of the store's documents: a write succeeds only if the document still has the revision that the write was based on. */
import { type Collection, type Db, MongoBulkWriteError } from 'mongodb';
import type { StoreOffering } from '../api.ts';
import { insertUnlessExists, isDuplicateKey } from '../mongodb/index.ts';
import { complete, isFirstRevision, LAYOUT, shownOf, type SourceKind, sourceKinds, type StoredOffering } from './stored-offering.ts';

export type PublishedOfferings = ReturnType<typeof publishedOfferings>;

export const publishedOfferings = (database: Db) => {
  const collection = database.collection<StoredOffering>('published_offerings');
  return {
    collection,
    /** Whatever its status. */
    async find(id: string): Promise<StoredOffering | null> {
      const found = await collection.findOne({ _id: id });
      return found && complete(found);
    },

    findAll: (ids: string[]): Promise<StoredOffering[]> =>
      collection
        .find({ _id: { $in: ids } })
        .map(complete)
        .toArray(),

    /** What customers see of the published ones, in the order of the ids. */
    async shown(ids: string[]): Promise<StoreOffering[]> {
      // The status is not part of the query: the local stand-in for MongoDB uses an index only for a query of exactly its fields.
      const found = await collection.find({ _id: { $in: ids } }, { projection: { status: 1, shown: 1 } }).toArray();
      const byId = new Map(found.filter(isPublished).map((document) => [document._id, shownOf(document)]));
      return ids.flatMap((id) => byId.get(id) ?? []);
    },

    /** The ids of published offerings that were built from this source. */
    async using(kind: SourceKind, id: string): Promise<string[]> {
      const found = await collection.find({ [`sources.${kind}.id`]: id, status: 'PUBLISHED' }, { projection: { _id: 1 } }).toArray();
      return found.map(({ _id }) => _id);
    },

    /** False if the document was written by someone else meanwhile; `document.revision` is the one after the revision it replaces. */
    write: (document: StoredOffering): Promise<boolean> =>
      isFirstRevision(document) ? insertUnlessExists(collection, document) : replaced(collection, document),

    /** Returns those that were certainly written; some of the others may have been written too. */
    async writeAll(all: StoredOffering[]): Promise<StoredOffering[]> {
      const [added, changed] = [all.filter(isFirstRevision), all.filter((document) => !isFirstRevision(document))];
      const [inserts, replacements] = await Promise.all([insertedAmong(collection, added), replacedAll(collection, changed)]);
      return [...inserts, ...(replacements ? changed : [])];
    },

    /** False if it was written meanwhile. */
    async remove({ _id, revision }: Pick<StoredOffering, '_id' | 'revision'>): Promise<boolean> {
      return (await collection.deleteOne({ _id, revision })).deletedCount === 1;
    },

    removePending: (id: string, sagaId: string): Promise<unknown> => collection.deleteOne({ _id: id, status: 'PENDING', saga_id: sagaId }),

    ids: async (): Promise<string[]> => (await collection.find({}, { projection: { _id: 1 } }).toArray()).map(({ _id }) => _id),

    /** The ids of published ones that this version of the service would write otherwise. */
    async ofOtherLayouts(): Promise<string[]> {
      const found = await collection.find({ layout: { $ne: LAYOUT }, status: 'PUBLISHED' }, { projection: { _id: 1 } }).toArray();
      return found.map(({ _id }) => _id);
    },

    revisions: (): Promise<Pick<StoredOffering, '_id' | 'revision'>[]> =>
      collection.find({ status: 'PUBLISHED' }, { projection: { revision: 1 } }).toArray(),

    allPublished: (): Promise<StoredOffering[]> => collection.find({ status: 'PUBLISHED' }).map(complete).toArray(),

    published: async (ids: string[]): Promise<StoredOffering[]> =>
      (
        await collection
          .find({ _id: { $in: ids } })
          .map(complete)
          .toArray()
      ).filter(isPublished),
  };
};

const isPublished = ({ status }: Pick<StoredOffering, 'status'>): boolean => status === 'PUBLISHED';

export async function createPublishedOfferingIndexes(database: Db): Promise<void> {
  const collection = database.collection<StoredOffering>('published_offerings');
  // Matches the filter of the writes, for the local stand-in for MongoDB, which uses unique indexes only.
  await collection.createIndex({ _id: 1, revision: 1 }, { unique: true });
  for (const field of indexedFields) await collection.createIndex({ [field]: 1 });
}

const indexedFields = [
  'layout',
  ...sourceKinds.map((kind) => `sources.${kind}.id`),
  'search.words',
  'search.prices.cents',
  'search.characteristics.attribute',
  'search.categories',
  'search.name_order',
  'search.published_order',
];

async function replaced(collection: Collection<StoredOffering>, document: StoredOffering): Promise<boolean> {
  return (await collection.replaceOne({ _id: document._id, revision: document.revision - 1 }, document)).matchedCount === 1;
}

async function insertedAmong(collection: Collection<StoredOffering>, documents: StoredOffering[]): Promise<StoredOffering[]> {
  try {
    if (documents.length > 0) await collection.insertMany(documents, { ordered: false });
    return documents;
  } catch (error) {
    if (!(error instanceof MongoBulkWriteError) || !isDuplicateKey(error)) throw error;
    const refused = new Set([error.writeErrors].flat().map(({ index }) => index));
    return documents.filter((_, i) => !refused.has(i));
  }
}

/** False if at least one was not replaced: the server does not say which. */
async function replacedAll(collection: Collection<StoredOffering>, documents: StoredOffering[]): Promise<boolean> {
  if (documents.length === 0) return true;
  const replacements = documents.map((replacement) => ({
    replaceOne: { filter: { _id: replacement._id, revision: replacement.revision - 1 }, replacement },
  }));
  return (await collection.bulkWrite(replacements, { ordered: false })).matchedCount === documents.length;
}
