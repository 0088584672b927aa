/** Puts generated offerings into the store in bulk, as its projections would have left them. */
import { Client } from '@elastic/elasticsearch';
import { nextDocument, publishedOfferings } from '../../services/store-service/src/documents/index.ts';
import { connectMongodb } from '../../services/store-service/src/mongodb/index.ts';
import { assembleOffering, searchFieldsOf } from '../../services/store-service/src/rules/index.ts';
import { searchIndex } from '../../services/store-service/src/search-index/index.ts';
import { generatedCatalog } from './store-catalog.ts';
import { SEARCH_INDEX, type StoreScene } from './store-scene.ts';

const BATCH = 500;

/** Those from the `from`th on: what is there already stays. */
export async function addOfferings(scene: StoreScene, { from, to }: { from: number; to: number }): Promise<void> {
  const catalog = generatedCatalog(to);
  const references = {
    specifications: byId(catalog.specifications),
    characteristics: byId(catalog.characteristics),
    prices: byId(catalog.prices),
    categories: new Map(),
  };
  const [mongodb, elasticsearch] = [await connectMongodb(scene.mongodbUrl), new Client({ node: scene.elasticsearchUrl })];
  const [{ collection }, index] = [publishedOfferings(mongodb.db()), searchIndex(elasticsearch, SEARCH_INDEX)];
  for (let start = from; start < to; start += BATCH) {
    const documents = catalog.offerings.slice(start, Math.min(to, start + BATCH)).map((offering) => {
      const shown = assembleOffering(offering, references);
      const sources = { offering: offering.version, specifications: [], characteristics: [], prices: [], categories: [] };
      return nextDocument(null, { offering, status: 'PUBLISHED', sources, shown, search: searchFieldsOf(shown), now: new Date() });
    });
    await Promise.all([collection.insertMany(documents, { ordered: false }), index.put(documents)]);
  }
  await elasticsearch.indices.refresh({ index: SEARCH_INDEX });
  await Promise.all([mongodb.close(), elasticsearch.close()]);
}

const byId = <T extends { id: string }>(things: T[]): Map<string, T> => new Map(things.map((one) => [one.id, one]));
