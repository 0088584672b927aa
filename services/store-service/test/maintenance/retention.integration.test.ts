import { expect } from 'chai';
import { createIndexes } from '../../src/maintenance/index.ts';
import { priceEvent } from '../support/event-of.ts';
import { createReadModel, type ReadModel } from '../support/read-model.ts';
import { smallCatalog } from '../support/small-catalog.ts';

const DAY_MS = 86_400_000;
/** Nothing of these grows for ever: what is in them goes with what it is about, or as soon as it is done. */
const bounded = ['published_offerings', 'pending_search_writes', 'pending_search_removals', 'rebuild_turn'];
/** These are emptied by MongoDB itself. */
const expiring: Record<string, string> = {
  characteristic_replicas: 'deleted_at',
  specification_replicas: 'deleted_at',
  price_replicas: 'deleted_at',
  category_replicas: 'deleted_at',
  offering_replicas: 'deleted_at',
  processed_events: 'at',
  ended_sagas: 'at',
  rebuild_jobs: 'finished_at',
};

describe('What the store keeps', function () {
  this.timeout(60_000);
  let model: ReadModel;

  before(async () => {
    model = await createReadModel();
  });
  after(() => model.drop());

  it('expires, collection by collection, or is bounded by what there is', async () => {
    const { database } = model.store;
    const names = (await database.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name);
    expect([...bounded, ...Object.keys(expiring)]).to.include.members(names);
    for (const [name, field] of Object.entries(expiring)) {
      const indexes = await database.collection(name).indexes();
      expect(
        indexes.map(({ key }) => Object.keys(key)),
        name,
      ).to.deep.include([field]);
    }
  });

  it('is a tombstone for 90 days, and no event from before then brings anything back', async () => {
    const { price } = smallCatalog();
    const { on, replicas } = model.replica();
    const topic = 'commercial.pricing.events';
    await on[topic](priceEvent('PriceDeleted', { ...price, version: 2 }));
    await on[topic](priceEvent('PriceCreated', price));
    const stored = (await model.store.database.collection<{ _id: string }>('price_replicas').findOne({ _id: price.id })) as unknown as {
      deleted_at: Date;
    };
    expect(stored.deleted_at).to.be.instanceOf(Date);
    await model.store.database.collection<{ _id: string }>('price_replicas').deleteOne({ _id: price.id });
    await on[topic]({ ...priceEvent('PriceCreated', price), timestamp: new Date(Date.now() - 91 * DAY_MS).toISOString() });
    expect(await replicas.prices.find(price.id)).to.equal(null);
    await on[topic](priceEvent('PriceUpdated', { ...price, version: 3 }));
    expect(await replicas.prices.find(price.id)).to.include({ version: 3, deleted: false });
  });

  it('of before there were such times has one from then on', async () => {
    const replicas = model.store.database.collection<{ _id: string; deleted: boolean }>('price_replicas');
    await replicas.insertOne({ _id: 'old', deleted: true });
    await createIndexes(model.store.database);
    expect(await replicas.findOne({ _id: 'old' }))
      .to.have.property('deleted_at')
      .that.is.instanceOf(Date);
  });
});
