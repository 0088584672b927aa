/** Remembers for 7 days which events have been handled, so that a second delivery has no second effect. */
import type { AnyEvent } from '@catalog/contracts';
import type { Db } from 'mongodb';
import { insertUnlessExists } from '../mongodb/index.ts';

type ProcessedEvent = { _id: string; entity_id: string; entity_version: number; at: Date };

export type ProcessedEvents = ReturnType<typeof processedEvents>;

const KEPT_SECONDS = 7 * 24 * 3600;

export const processedEvents = (database: Db) => {
  const collection = database.collection<ProcessedEvent>('processed_events');
  return {
    has: async ({ event_id }: AnyEvent): Promise<boolean> =>
      (await collection.findOne({ _id: event_id }, { projection: { _id: 1 } })) !== null,

    add: ({ event_id, entity_version, payload }: AnyEvent): Promise<unknown> =>
      insertUnlessExists(collection, { _id: event_id, entity_id: payload.id, entity_version, at: new Date() }),
  };
};

export const createProcessedEventIndexes = (database: Db): Promise<unknown> =>
  database.collection<ProcessedEvent>('processed_events').createIndex({ at: 1 }, { expireAfterSeconds: KEPT_SECONDS });
