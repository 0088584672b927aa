/** Which events have had their effect, so that one delivered again costs a look; kept for 7 days. */
import type { AnyEvent } from '@catalog/contracts';
import type { Db } from 'mongodb';
import { isDuplicate } from '../documents/index.ts';

type ProcessedEvent = { _id: string; entity_id: string; entity_version: number; at: Date };

export type ProcessedEvents = ReturnType<typeof processedEvents>;

const KEPT_SECONDS = 7 * 24 * 3600;

export const processedEvents = (database: Db) => {
  const collection = database.collection<ProcessedEvent>('processed_events');
  return {
    has: async ({ event_id }: AnyEvent): Promise<boolean> =>
      await collection.findOne({ _id: event_id }, { projection: { _id: 1 } }) !== null,

    async add({ event_id, entity_version, payload }: AnyEvent): Promise<void> {
      try {
        await collection.insertOne({ _id: event_id, entity_id: payload.id, entity_version, at: new Date() });
      } catch (error) {
        if (!isDuplicate(error)) throw error;
      }
    },
  };
};

export const createProcessedEventIndexes = (database: Db): Promise<unknown> =>
  database.collection<ProcessedEvent>('processed_events').createIndex({ at: 1 }, { expireAfterSeconds: KEPT_SECONDS });
