/** Remembers for 7 days which publication sagas have been undone, so that a late step of one changes nothing. */
import type { Db } from 'mongodb';

type UndoneSaga = { _id: string; at: Date };

export type UndoneSagas = ReturnType<typeof undoneSagas>;

const KEPT_SECONDS = 7 * 24 * 3600;

export const undoneSagas = (database: Db) => {
  const collection = database.collection<UndoneSaga>('ended_sagas');
  return {
    has: async (sagaId: string): Promise<boolean> => (await collection.findOne({ _id: sagaId })) !== null,
    add: (sagaId: string): Promise<unknown> =>
      collection.updateOne({ _id: sagaId }, { $setOnInsert: { at: new Date() } }, { upsert: true }),
  };
};

export const createUndoneSagaIndexes = (database: Db): Promise<unknown> =>
  database.collection<UndoneSaga>('ended_sagas').createIndex({ at: 1 }, { expireAfterSeconds: KEPT_SECONDS });
