/** Sagas that have been undone, so that a step of theirs that comes late changes nothing; kept for 7 days. */
import type { Db } from 'mongodb';

type EndedSaga = { _id: string; at: Date };

export type EndedSagas = ReturnType<typeof endedSagas>;

const KEPT_SECONDS = 7 * 24 * 3600;

export const endedSagas = (database: Db) => {
  const collection = database.collection<EndedSaga>('ended_sagas');
  return {
    has: async (sagaId: string): Promise<boolean> => await collection.findOne({ _id: sagaId }) !== null,
    add: (sagaId: string): Promise<unknown> =>
      collection.updateOne({ _id: sagaId }, { $setOnInsert: { at: new Date() } }, { upsert: true }),
  };
};

export const createEndedSagaIndexes = (database: Db): Promise<unknown> =>
  database.collection<EndedSaga>('ended_sagas').createIndex({ at: 1 }, { expireAfterSeconds: KEPT_SECONDS });
