/** Connects to MongoDB, waiting for it if need be, and sees to the indexes; every call has a time limit. */
import { log } from '@catalog/observability';
import { type Db, MongoClient, MongoServerSelectionError } from 'mongodb';
import { setTimeout as delay } from 'node:timers/promises';
import { createDueForIndexIndexes } from './due-for-index.ts';
import { createEndedSagaIndexes } from './ended-sagas.ts';
import { showMongodbPool } from './mongodb-pool.ts';
import { createProcessedEventIndexes } from './processed-events.ts';
import { createPublishedOfferingIndexes } from './published-offerings.ts';
import { createReplicaIndexes } from './reference-data.ts';

const JOBS_KEPT_SECONDS = 90 * 24 * 3600;
const LIMIT_MS = 5_000;
const SELECTION_LIMIT_MS = 2_000;
const POOL_SIZE = 50;
const SERVER_AWAITED_MS = 60_000;
const LONGEST_PAUSE_MS = 1_000;

export async function connectMongodb(url: string): Promise<MongoClient> {
  const deadline = Date.now() + SERVER_AWAITED_MS;
  for (;;) {
    try {
      return await connected(new MongoClient(url, settings));
    } catch (error) {
      if (!(error instanceof MongoServerSelectionError) || Date.now() > deadline) throw error;
      log.warn('MongoDB not reachable yet', { error });
      await delay(Math.random() * LONGEST_PAUSE_MS);
    }
  }
}

function connected(client: MongoClient): Promise<MongoClient> {
  showMongodbPool(client);
  return client.connect();
}

const settings = {
  // Who asks while MongoDB is away is to hear of it before their own patience ends.
  serverSelectionTimeoutMS: SELECTION_LIMIT_MS,
  connectTimeoutMS: LIMIT_MS,
  socketTimeoutMS: 2 * LIMIT_MS,
  waitQueueTimeoutMS: LIMIT_MS,
  maxPoolSize: POOL_SIZE,
};

/** Does nothing where they exist. */
export async function createIndexes(database: Db): Promise<void> {
  await createPublishedOfferingIndexes(database);
  await createDueForIndexIndexes(database);
  await createProcessedEventIndexes(database);
  await createEndedSagaIndexes(database);
  await createReplicaIndexes(database);
  await database.collection('rebuild_jobs').createIndex({ finished_at: 1 }, { expireAfterSeconds: JOBS_KEPT_SECONDS });
}
