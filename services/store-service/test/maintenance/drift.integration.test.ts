import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { type Drift, driftParts, findDrift, type FindDrift, rebuild, repair } from '../../src/maintenance/index.ts';
import { indexedRevisions } from '../../src/search-index/index.ts';
import { priceEvent } from '../support/event-of.ts';
import { createPublishedReadModel, type ReadModel } from '../support/read-model.ts';
import { retired, type SmallCatalog } from '../support/small-catalog.ts';

describe('Drift', () => {
  let model: ReadModel, one: ReturnType<ReadModel['replica']>, catalogs: SmallCatalog[], find: FindDrift;

  beforeEach(async function () {
    ({ model, replica: one, catalogs } = await createPublishedReadModel(5));
    const { elasticsearch, alias } = model.store;
    find = findDrift({ ...model, replicas: one.replicas, indexed: indexedRevisions(elasticsearch, alias) });
  });

  afterEach(() => model.drop());

  const needs = () => ({ ...one, ...model, database: model.store.database });
  const mend = () => repair(find, needs())(async () => {});
  const idOf = (at: number): string => catalogs[at]!.offering.id;
  const problems = async (part: keyof Drift) => (await find())[part].differences.map(({ id, problem }) => ({ id, problem }));
  const inSync = async () => {
    const drift = await find();
    for (const part of driftParts) expect(drift[part], part).to.eql({ expected: catalogs.length, differences: [] });
  };

  it('is nothing where all events have arrived', () => inSync());

  it('is found wherever it is, and mended where it is and nowhere else', async () => {
    const [lost, wrong, ended, unindexed, untouched] = catalogs.map(({ offering }) => offering.id) as [
      string,
      string,
      string,
      string,
      string,
    ];
    const stray = randomUUID();
    await model.documents.collection.deleteOne({ _id: lost });
    await model.documents.collection.updateOne({ _id: wrong }, { $set: { 'shown.name': 'wrong' } });
    catalogs[2] = { ...catalogs[2]!, offering: retired(catalogs[2]!.offering) };
    await model.store.elasticsearch.delete({ index: model.store.alias, id: unindexed });
    await model.store.elasticsearch.index({ index: model.store.alias, id: stray, document: { id: stray } });
    await model.store.database.collection<{ _id: string }>('price_replicas').deleteOne({ _id: catalogs[0]!.price.id });

    expect(await problems('documents')).to.have.deep.members([
      { id: lost, problem: 'MISSING' },
      { id: wrong, problem: 'OUTDATED' },
      { id: ended, problem: 'SURPLUS' },
    ]);
    expect(await problems('offerings')).to.eql([{ id: ended, problem: 'OUTDATED' }]);
    expect(await problems('prices')).to.eql([{ id: catalogs[0]!.price.id, problem: 'MISSING' }]);
    expect(await problems('characteristics')).to.eql([]);
    expect(await problems('index')).to.have.deep.members([
      { id: lost, problem: 'SURPLUS' },
      { id: unindexed, problem: 'MISSING' },
      { id: stray, problem: 'SURPLUS' },
    ]);

    const before = await model.documents.find(untouched);
    expect(await mend()).to.eql({
      characteristics: 0,
      specifications: 0,
      prices: 1,
      categories: 0,
      offerings: 1,
      refreshed: 3,
      indexed: 4,
    });
    expect(await model.documents.find(untouched)).to.eql(before);
    const drift = await find();
    for (const part of driftParts) expect(drift[part].differences, part).to.eql([]);
    expect(drift.documents.expected).to.equal(4);
  });

  it('is not what is only on its way', async () => {
    const { price } = catalogs[0]!;
    const newer = { ...price, value: 31, version: price.version + 1 };
    catalogs[0] = { ...catalogs[0]!, price: newer };
    const { elasticsearch, alias } = model.store;
    const indexed = async () => {
      const found = await indexedRevisions(elasticsearch, alias)();
      await one.on['commercial.pricing.events'](priceEvent('PriceUpdated', newer));
      return found;
    };
    const drift = await findDrift({ ...model, replicas: one.replicas, indexed })();
    for (const part of driftParts) expect(drift[part].differences, part).to.eql([]);
  });

  it('is told from an owner that was set back, which only a new beginning mends', async () => {
    const { price } = catalogs[0]!;
    await one.on['commercial.pricing.events'](priceEvent('PriceUpdated', { ...price, value: 31, version: price.version + 1 }));
    await mend();
    expect((await find()).prices.differences).to.eql([
      { id: price.id, problem: 'AHEAD', expected_version: price.version, version: price.version + 1 },
    ]);
    expect(await problems('documents')).to.eql([{ id: idOf(0), problem: 'OUTDATED' }]);
    await model.store.database.dropDatabase();
    await rebuild(needs())(async () => {});
    await inSync();
  });

  it('is none after MongoDB and Elasticsearch were wiped and all was rebuilt', async () => {
    const { elasticsearch, alias, database } = model.store;
    await database.dropDatabase();
    await elasticsearch.indices.delete({ index: Object.keys(await elasticsearch.indices.getAlias({ name: alias })) });
    const wiped = await find();
    expect(wiped.documents.differences.map(({ problem }) => problem)).to.eql(Array(5).fill('MISSING'));
    await rebuild(needs())(async () => {});
    await inSync();
    expect((await database.collection('processed_events').indexes()).map(({ key }) => key as object)).to.deep.include({ at: 1 });
  });

  it('cannot be told while Elasticsearch is gone', async () => {
    const { alias } = model.store;
    const blind = findDrift({ ...model, replicas: one.replicas, indexed: indexedRevisions(model.client, alias) });
    await model.link.cut();
    expect(await blind().catch((error: unknown) => error)).to.include({ code: 'SERVICE_UNAVAILABLE' });
  });
});
