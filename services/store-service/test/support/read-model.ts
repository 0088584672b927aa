/** The whole write path of the read model on real servers, with owners of the catalog that answer from what they are given. */
import type { Offering } from '@catalog/contracts';
import { Client } from '@elastic/elasticsearch';
import { startCuttableProxy } from '../../../../test/support/cuttable-proxy.ts';
import { publishedOfferings } from '../../src/documents/index.ts';
import { processedEvents, projections, refreshOffering } from '../../src/projection/index.ts';
import { sagaSteps, undoneSagas } from '../../src/publication/index.ts';
import { type CatalogKind, type CatalogLookups, type CatalogState, catalogReplicas } from '../../src/replicas/index.ts';
import { indexSync, pendingIndexWrites, searchAvailability, searchIndex } from '../../src/search-index/index.ts';
import { categoryEvent, offeringEvent } from './event-of.ts';
import { type SmallCatalog, smallCatalog } from './small-catalog.ts';
import { createStoreDatabase, type StoreDatabase } from './store-database.ts';

export type ReadModel = Awaited<ReturnType<typeof createReadModel>>;

export async function createReadModel() {
  const store: StoreDatabase = await createStoreDatabase();
  const link = await startCuttableProxy(store.elasticsearchUrl);
  const client = new Client({ node: link.url });
  const lookups = new KnownToOwners();
  const { database } = store;
  const documents = publishedOfferings(database);
  const pendingWrites = pendingIndexWrites(database);
  const index = searchIndex(client, store.alias);

  /** What one replica of the service has in memory; several replicas share only the servers. */
  function replica() {
    const availability = searchAvailability();
    const sync = indexSync({ database, pendingWrites, documents, index, availability });
    const replicas = catalogReplicas(database, lookups);
    const refresh = refreshOffering({ replicas, documents, sync });
    return {
      availability,
      sync,
      replicas,
      refresh,
      on: projections({ replicas, documents, refresh, processed: processedEvents(database) }),
      steps: sagaSteps({ replicas, documents, refresh, undone: undoneSagas(database) }),
    };
  }

  return {
    store,
    link,
    client,
    lookups,
    documents,
    pendingWrites,
    index,
    replica,
    /** An offering in the search index, even if searches do not find it yet. */
    async indexed(id: string): Promise<{ revision: number; name: string } | undefined> {
      const {
        docs: [found],
      } = await store.elasticsearch.mget<{ name_order: string }>({ index: store.alias, ids: [id] });
      return found && 'found' in found && found.found ? { revision: found._version!, name: found._source!.name_order } : undefined;
    },
    async drop() {
      await client.close();
      await link.restore();
      await link.cut();
      await store.drop();
    },
  };
}

/** One with published offerings, each made of things of its own, in MongoDB and in the search index. */
export async function createPublishedReadModel(offerings: number) {
  const model = await createReadModel();
  const replica = model.replica();
  await replica.sync.heal();
  const catalogs = Array.from({ length: offerings }, smallCatalog);
  model.lookups.things = catalogs;
  for (const { category, offering } of catalogs) {
    await replica.on['product.categories.events'](categoryEvent('CategoryCreated', category));
    await replica.on['product.offerings.events'](offeringEvent('OfferingPublished', offering));
  }
  return { model, replica, catalogs };
}

/** Has pages of two, so that there are several. */
class KnownToOwners implements CatalogLookups {
  asked = 0;
  things: (Partial<SmallCatalog> | { offering: Offering })[] = [];

  offering = async (id: string) => (await this.offerings([id])).at(0);
  offerings = async (ids: string[]) => this.#among('offerings', ids);
  specifications = async (ids: string[]) => this.#among('specifications', ids);
  characteristics = async (ids: string[]) => this.#among('characteristics', ids);
  prices = async (ids: string[]) => this.#among('prices', ids);
  categories = async (ids: string[]) => this.#among('categories', ids);

  async *all<K extends CatalogKind>(kind: K): AsyncIterable<CatalogState[K][]> {
    const all = this.#all(kind);
    for (let start = 0; start < all.length; start += 2) yield all.slice(start, start + 2);
  }

  #among<K extends CatalogKind>(kind: K, ids: string[]): CatalogState[K][] {
    this.asked++;
    return this.#all(kind).filter(({ id }) => ids.includes(id));
  }

  #all<K extends CatalogKind>(kind: K): CatalogState[K][] {
    const name = (kind === 'categories' ? 'category' : kind.slice(0, -1)) as keyof SmallCatalog;
    return this.things.flatMap((one) => (one as Partial<SmallCatalog>)[name] ?? []) as CatalogState[K][];
  }
}
