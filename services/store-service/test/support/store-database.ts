/** A MongoDB database and a search index of a test file's own, on the real servers at MONGODB_URL and ELASTICSEARCH_URL. */
import { Client } from '@elastic/elasticsearch';
import type { Db } from 'mongodb';
import { randomUUID } from 'node:crypto';
import { createIndexes } from '../../src/maintenance/index.ts';
import { connectMongodb } from '../../src/mongodb/index.ts';

export type StoreDatabase = {
  mongodbUrl: string;
  database: Db;
  elasticsearchUrl: string;
  elasticsearch: Client;
  alias: string;
  /** Everything indexed so far becomes visible to searches. */
  refreshIndex(): Promise<unknown>;
  drop(): Promise<void>;
};

export async function createStoreDatabase(): Promise<StoreDatabase> {
  const name = `test-store-${randomUUID()}`;
  const elasticsearchUrl = required('ELASTICSEARCH_URL');
  const elasticsearch = new Client({ node: elasticsearchUrl });
  const mongodbUrl = new URL(`/${name}`, required('MONGODB_URL')).href;
  const mongodb = await connectMongodb(mongodbUrl);
  const database = mongodb.db();
  await createIndexes(database);
  return {
    mongodbUrl,
    database,
    elasticsearchUrl,
    elasticsearch,
    alias: name,
    refreshIndex: () => elasticsearch.indices.refresh({ index: name }),
    async drop() {
      await database.dropDatabase();
      await mongodb.close();
      const indices = await elasticsearch.indices.get({ index: `${name}*` });
      for (const index of Object.keys(indices)) await elasticsearch.indices.delete({ index });
      await elasticsearch.close();
    },
  };
}

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: the store's tests need real servers`);
  return value;
}
