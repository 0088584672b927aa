/** Looks whether MongoDB answers, over a connection of its own: a pool whose connections are all in use says nothing about that. */
import { MongoClient } from 'mongodb';

const LIMIT_MS = 1_000;

export function mongodbHealth(url: string): { check(): Promise<unknown>; close(): Promise<void> } {
  const client = new MongoClient(url, { appName: 'health', maxPoolSize: 1, serverSelectionTimeoutMS: LIMIT_MS, socketTimeoutMS: LIMIT_MS });
  return {
    async check() {
      // Does nothing on a client that is connected. The driver connects by itself only once, and after a failure of that never again.
      await client.connect();
      await client.db().command({ ping: 1 });
    },
    close: () => client.close(),
  };
}
