/** Connects to MongoDB and sees to the indexes; every call has a time limit. */
import { type Db, MongoClient } from 'mongodb';
import { createEndedSagaIndexes } from './ended-sagas.ts';
import { createProcessedEventIndexes } from './processed-events.ts';
import { createPublishedOfferingIndexes } from './published-offerings.ts';

const LIMIT_MS = 5_000;
const POOL_SIZE = 50;

export const connectMongodb = (url: string): Promise<MongoClient> =>
  MongoClient.connect(url, {
    serverSelectionTimeoutMS: LIMIT_MS,
    connectTimeoutMS: LIMIT_MS,
    socketTimeoutMS: 2 * LIMIT_MS,
    waitQueueTimeoutMS: LIMIT_MS,
    maxPoolSize: POOL_SIZE,
  });

/** Does nothing where they exist. */
export async function createIndexes(database: Db): Promise<void> {
  await createPublishedOfferingIndexes(database);
  await createProcessedEventIndexes(database);
  await createEndedSagaIndexes(database);
}
