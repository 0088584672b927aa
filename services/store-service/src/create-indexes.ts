/** Creates the indexes of all collections in MongoDB; does nothing where they exist. */
import type { Db } from 'mongodb';
import { createDueForIndexIndexes } from './due-for-index.ts';
import { createEndedSagaIndexes } from './ended-sagas.ts';
import { createProcessedEventIndexes } from './processed-events.ts';
import { createPublishedOfferingIndexes } from './published-offerings.ts';
import { createRebuildJobIndexes } from './rebuild-jobs.ts';
import { createReplicaIndexes } from './reference-data.ts';

export async function createIndexes(database: Db): Promise<void> {
  await createPublishedOfferingIndexes(database);
  await createDueForIndexIndexes(database);
  await createProcessedEventIndexes(database);
  await createEndedSagaIndexes(database);
  await createReplicaIndexes(database);
  await createRebuildJobIndexes(database);
}
