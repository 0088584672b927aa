/** Health check of MongoDB over a connection of its own, so that a pool whose connections are all in use does not count as an outage. */
import { MongoClient } from 'mongodb';

const LIMIT_MS = 1_000;

export function mongodbHealth(url: string): { check(): Promise<unknown>; close(): Promise<void> } {
  const client = new MongoClient(url, { appName: 'health', maxPoolSize: 1, serverSelectionTimeoutMS: LIMIT_MS, socketTimeoutMS: LIMIT_MS });
  return {
    async check() {
      // Does nothing if connected already. Needed because the driver connects by itself only once, and never again after that failed.
      await client.connect();
      await client.db().command({ ping: 1 });
    },
    close: () => client.close(),
  };
}
