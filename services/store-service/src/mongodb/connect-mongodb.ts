/** Connects to MongoDB, waiting for up to a minute until it can be reached; every call over the connection has a time limit. */
import { log } from '@catalog/observability';
import { growingDelay } from '@catalog/timing';
import { MongoClient, MongoServerSelectionError } from 'mongodb';
import { setTimeout as delay } from 'node:timers/promises';
import { mendDriver } from './mend-driver.ts';
import { poolMetrics } from './pool-metrics.ts';

const LIMIT_MS = 5_000;
const SELECTION_LIMIT_MS = 2_000;
const POOL_SIZE = 50;
const MAXIMUM_WAIT_MS = 60_000;
const PAUSES = { first: 250, limit: 1_000 };

export async function connectMongodb(url: string): Promise<MongoClient> {
  mendDriver();
  const deadline = Date.now() + MAXIMUM_WAIT_MS;
  for (let tries = 0; ; tries += 1) {
    try {
      return await connect(new MongoClient(url, settings));
    } catch (error) {
      if (!(error instanceof MongoServerSelectionError) || Date.now() > deadline) throw error;
      log.warn('MongoDB not reachable yet', { error });
      await delay(growingDelay(tries, PAUSES));
    }
  }
}

function connect(client: MongoClient): Promise<MongoClient> {
  poolMetrics(client);
  return client.connect();
}

const settings = {
  // Short, so that during an outage a caller is answered before its own time limit.
  serverSelectionTimeoutMS: SELECTION_LIMIT_MS,
  connectTimeoutMS: LIMIT_MS,
  socketTimeoutMS: 2 * LIMIT_MS,
  waitQueueTimeoutMS: LIMIT_MS,
  maxPoolSize: POOL_SIZE,
};
