/** Creates the indexes of all collections in MongoDB; does nothing where they exist. */
import type { Db } from 'mongodb';
import { createPublishedOfferingIndexes } from '../documents/index.ts';
import { createProcessedEventIndexes } from '../projection/index.ts';
import { createUndoneSagaIndexes } from '../publication/index.ts';
import { createReplicaIndexes } from '../replicas/index.ts';
import { createPendingIndexWriteIndexes } from '../search-index/index.ts';
import { createRebuildJobIndexes } from './rebuild-jobs.ts';

export async function createIndexes(database: Db): Promise<void> {
  await createPublishedOfferingIndexes(database);
  await createPendingIndexWriteIndexes(database);
  await createProcessedEventIndexes(database);
  await createUndoneSagaIndexes(database);
  await createReplicaIndexes(database);
  await createRebuildJobIndexes(database);
}
