/** The store's documents in MongoDB, the truth of what is published; a write succeeds only on the revision it was decided on. */
import type { Offering } from '@catalog/contracts';
import { type Collection, type Db, MongoBulkWriteError, MongoServerError } from 'mongodb';
import type { StoreOffering } from '../api.ts';
import type { SearchFields } from '../rules/index.ts';

export type StoredOffering = {
  _id: string;
  /** A saga prepares a PENDING document; it is served once the offering is published. */
  status: 'PENDING' | 'PUBLISHED';
  saga_id: string | null;
  /** +1 with every write: the external version in the search index. */
  revision: number;
  sources: Sources;
  shown: StoreOffering;
  search: SearchFields;
  written_at: Date;
};

/** The version of every source the document was built from. */
export type Sources = {
  offering: number;
  specifications: SourceVersion[];
  characteristics: SourceVersion[];
  prices: SourceVersion[];
};
export type SourceVersion = { id: string; version: number };
export type SourceKind = 'specifications' | 'characteristics' | 'prices';

export type PublishedOfferings = ReturnType<typeof publishedOfferings>;

export const publishedOfferings = (database: Db) => {
  const collection = database.collection<StoredOffering>('published_offerings');
  return {
    collection,
    /** Whatever its status. */
    find: (id: string): Promise<StoredOffering | null> => collection.findOne({ _id: id }),

    findAll: (ids: string[]): Promise<StoredOffering[]> => collection.find({ _id: { $in: ids } }).toArray(),

    /** Only what is published, in the order of the ids. */
    async shown(ids: string[]): Promise<StoreOffering[]> {
      // By the ids alone: the local stand-in for MongoDB uses an index only for exactly its fields.
      const found = await collection.find({ _id: { $in: ids } }, { projection: { status: 1, shown: 1 } }).toArray();
      const byId = new Map(found.filter(isPublished).map(({ _id, shown }) => [_id, shown]));
      return ids.flatMap((id) => byId.get(id) ?? []);
    },

    async using(kind: SourceKind, id: string): Promise<string[]> {
      const found = await collection.find({ [`sources.${kind}.id`]: id, status: 'PUBLISHED' }, { projection: { _id: 1 } }).toArray();
      return found.map(({ _id }) => _id);
    },

    /** False when another write came in between; `document.revision` is the one after the revision it replaces. */
    write: (document: StoredOffering): Promise<boolean> =>
      isFirst(document) ? inserted(collection, document) : replaced(collection, document),

    /** Those that were written for certain; of the others, some may be. */
    async writeAll(all: StoredOffering[]): Promise<StoredOffering[]> {
      const [added, changed] = [all.filter(isFirst), all.filter((document) => !isFirst(document))];
      const [inserts, replacements] = await Promise.all([insertedAmong(collection, added), replacedAll(collection, changed)]);
      return [...inserts, ...(replacements ? changed : [])];
    },

    async remove({ _id, revision }: Pick<StoredOffering, '_id' | 'revision'>): Promise<boolean> {
      return (await collection.deleteOne({ _id, revision })).deletedCount === 1;
    },

    removePending: (id: string, sagaId: string): Promise<unknown> =>
      collection.deleteOne({ _id: id, status: 'PENDING', saga_id: sagaId }),

    ids: async (): Promise<string[]> => (await collection.find({}, { projection: { _id: 1 } }).toArray()).map(({ _id }) => _id),

    revisions: (): Promise<Pick<StoredOffering, '_id' | 'revision'>[]> =>
      collection.find({ status: 'PUBLISHED' }, { projection: { revision: 1 } }).toArray(),

    allPublished: (): Promise<StoredOffering[]> => collection.find({ status: 'PUBLISHED' }).toArray(),

    published: async (ids: string[]): Promise<StoredOffering[]> =>
      (await collection.find({ _id: { $in: ids } }).toArray()).filter(isPublished),
  };
};

const isPublished = ({ status }: Pick<StoredOffering, 'status'>): boolean => status === 'PUBLISHED';

const FIRST_REVISION = 1;

const isFirst = ({ revision }: StoredOffering): boolean => revision === FIRST_REVISION;

/** The next state of a document, `current` being what is stored now. */
export const nextDocument = (
  current: StoredOffering | null,
  content: Pick<StoredOffering, 'status' | 'sources' | 'shown' | 'search'> & { offering: Offering; now: Date },
): StoredOffering => ({
  _id: content.offering.id,
  status: content.status,
  saga_id: content.offering.saga_id,
  revision: current ? current.revision + 1 : FIRST_REVISION,
  sources: content.sources,
  shown: content.shown,
  search: content.search,
  written_at: content.now,
});

export async function createPublishedOfferingIndexes(database: Db): Promise<void> {
  const collection = database.collection<StoredOffering>('published_offerings');
  // What writes ask for, for the stand-in's sake; it knows no index that is not unique.
  await collection.createIndex({ _id: 1, revision: 1 }, { unique: true });
  for (const field of indexedFields) await collection.createIndex({ [field]: 1 });
}

const indexedFields = [
  'sources.specifications.id', 'sources.characteristics.id', 'sources.prices.id',
  'search.words', 'search.prices.cents', 'search.characteristics.attribute', 'search.name_order', 'search.published_order',
];

async function inserted(collection: Collection<StoredOffering>, document: StoredOffering): Promise<boolean> {
  try {
    await collection.insertOne(document);
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
}

async function replaced(collection: Collection<StoredOffering>, document: StoredOffering): Promise<boolean> {
  return (await collection.replaceOne({ _id: document._id, revision: document.revision - 1 }, document)).matchedCount === 1;
}

async function insertedAmong(collection: Collection<StoredOffering>, documents: StoredOffering[]): Promise<StoredOffering[]> {
  try {
    if (documents.length > 0) await collection.insertMany(documents, { ordered: false });
    return documents;
  } catch (error) {
    if (!(error instanceof MongoBulkWriteError) || !isDuplicate(error)) throw error;
    const refused = new Set([error.writeErrors].flat().map(({ index }) => index));
    return documents.filter((_, i) => !refused.has(i));
  }
}

/** False when one or more were not: the server tells only how many. */
async function replacedAll(collection: Collection<StoredOffering>, documents: StoredOffering[]): Promise<boolean> {
  if (documents.length === 0) return true;
  const replacements = documents.map((replacement) =>
    ({ replaceOne: { filter: { _id: replacement._id, revision: replacement.revision - 1 }, replacement } }));
  return (await collection.bulkWrite(replacements, { ordered: false })).matchedCount === documents.length;
}

const DUPLICATE_KEY = 11_000;

export const isDuplicate = (error: unknown): boolean => error instanceof MongoServerError && error.code === DUPLICATE_KEY;
