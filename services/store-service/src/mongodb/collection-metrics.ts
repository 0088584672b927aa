/** Exposes the number of documents of each collection at /metrics, where a collection that is never cleared shows as one that grows. */
import { gauge, log } from '@catalog/observability';
import type { Db } from 'mongodb';

const LIMIT_MS = 1_000;

export function collectionMetrics(database: Db): void {
  gauge({
    name: 'store_collection_documents',
    help: 'Documents of a collection, as MongoDB estimates them',
    labels: ['collection'],
    async collect(self) {
      try {
        const collections = await database.listCollections({}, { nameOnly: true, maxTimeMS: LIMIT_MS }).toArray();
        for (const { name } of collections) {
          self.set({ collection: name }, await database.collection(name).estimatedDocumentCount({ maxTimeMS: LIMIT_MS }));
        }
      } catch (error) {
        log.debug('Documents not counted', { error });
      }
    },
  });
}
