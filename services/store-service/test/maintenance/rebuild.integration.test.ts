import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { eventually } from '../../../../test/support/eventually.ts';
import { type Progress, rebuild, type Rebuild, rebuildJobs } from '../../src/maintenance/index.ts';
import { offeringEvent } from '../support/event-of.ts';
import { createPublishedReadModel, type ReadModel } from '../support/read-model.ts';
import { retired, type SmallCatalog, smallCatalog } from '../support/small-catalog.ts';

describe('A rebuild', () => {
  let model: ReadModel, one: ReturnType<ReadModel['replica']>, catalogs: SmallCatalog[];

  beforeEach(async function () {
    ({ model, replica: one, catalogs } = await createPublishedReadModel(7));
  });

  afterEach(() => model.drop());

  const needs = () => ({ ...one, ...model, database: model.store.database });
  const jobsOf = (work: Rebuild) => rebuildJobs(model.store.database, { ALL: work, DRIFT: work });
  const nobody = async () => {};
  const run = (report: (progress: Progress) => Promise<void> = nobody) => rebuild(needs())(report);
  const shown = () => model.documents.shown(catalogs.map(({ offering }) => offering.id));
  const inIndex = async () => {
    await model.store.refreshIndex();
    return (await model.store.elasticsearch.count({ index: model.store.alias })).count;
  };

  it('brings back all that was lost', async () => {
    const before = await shown();
    await model.store.database.dropDatabase();
    await model.store.elasticsearch.indices.delete({
      index: Object.keys(await model.store.elasticsearch.indices.getAlias({ name: model.store.alias })),
    });
    expect(await run()).to.eql({ characteristics: 7, specifications: 7, prices: 7, categories: 7, offerings: 7, refreshed: 7, indexed: 7 });
    expect(await shown()).to.eql(before);
    expect(await inIndex()).to.equal(7);
  });

  it('sets right what had gone wrong, and changes nothing where all was right', async () => {
    const before = await shown();
    const [first, second, third] = catalogs.map(({ offering }) => offering.id) as [string, string, string];
    await model.documents.collection.updateOne({ _id: first }, { $set: { 'shown.name': 'wrong' } });
    await model.documents.collection.updateOne({ _id: second }, { $set: { 'search.words': [] } });
    await model.documents.collection.deleteOne({ _id: third });
    await model.store.database
      .collection<{ _id: string }>('price_replicas')
      .updateOne({ _id: catalogs[3]!.price.id }, { $set: { 'state.value': 1 } });
    await model.store.elasticsearch.index({ index: model.store.alias, id: randomUUID(), document: { id: 'stray' } });
    await run();
    expect(await shown()).to.eql(before);
    expect(await inIndex()).to.equal(7);
    expect((await model.documents.revisions()).filter(({ revision }) => revision === 1)).to.have.length(5);
    for (const { _id, revision } of await model.documents.revisions()) expect((await model.indexed(_id))!.revision).to.equal(revision);
  });

  it('removes what its owner knows no more', async () => {
    const [gone, ...others] = catalogs;
    model.lookups.things = others;
    await run();
    expect(await shown()).to.have.length(6);
    expect(await model.indexed(gone!.offering.id)).to.equal(undefined);
  });

  it('never shows fewer while it runs, and loses no event of that time', async () => {
    const counts = new Set<number>();
    const [leaving, ...staying] = catalogs;
    const added = smallCatalog();
    let reports = 0;
    await run(async () => {
      reports++;
      counts.add((await shown()).length).add(await inIndex());
      if (reports === 3) await one.on['product.offerings.events'](offeringEvent('OfferingRetired', retired(leaving!.offering)));
      if (reports === 3) {
        model.lookups.things = [...staying, { ...leaving!, offering: retired(leaving!.offering) }, added];
        await one.on['product.offerings.events'](offeringEvent('OfferingPublished', added.offering));
      }
    });
    expect(reports).to.be.greaterThan(8);
    for (const count of counts) expect(count).to.be.within(6, 7);
    expect(await model.documents.find(leaving!.offering.id)).to.equal(null);
    expect(await inIndex()).to.equal(7);
    expect(await model.indexed(added.offering.id)).not.to.equal(undefined);
    expect(await model.indexed(leaving!.offering.id)).to.equal(undefined);
  });

  it('leaves the index in use as it is when Elasticsearch fails', async () => {
    const aliased = async () => Object.keys(await model.store.elasticsearch.indices.getAlias({ name: model.store.alias }));
    const before = await aliased();
    const failure = await run(async ({ refreshed }) => {
      if (refreshed === 7) await model.link.cut();
    }).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(Error);
    expect(await aliased()).to.eql(before);
  });

  it('runs once at a time, and is told how it ended', async () => {
    let go = () => {};
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    const jobs = jobsOf(async (report) => {
      await gate;
      return rebuild(needs())(report);
    });
    const job = await jobs.start('ALL');
    expect(job).to.deep.include({ status: 'RUNNING', finished_at: null, error: null });
    const refusal: unknown = await jobsOf(rebuild(needs()))
      .start('ALL')
      .catch((error: unknown) => error);
    expect(refusal).to.deep.include({ code: 'WRONG_STATE', details: { rebuild_id: job.id } });
    go();
    await eventually(async () => expect(await jobs.get(job.id)).to.deep.include({ status: 'COMPLETED' }));
    expect((await jobs.get(job.id)).progress).to.include({ offerings: 7, refreshed: 7, indexed: 7 });
    const next = await jobs.start('ALL');
    await jobs.stop();
    expect(await jobs.get(next.id)).to.include({ status: 'FAILED', error: 'the service was stopped' });
  });

  it('whose process died gives way to the next', async () => {
    const jobs = jobsOf(rebuild(needs()));
    const dead = jobsOf(() => new Promise(() => {}));
    const { id } = await dead.start('ALL');
    await model.store.database.collection('rebuild_turn').updateOne({}, { $set: { until: new Date(0) } });
    expect(await jobs.get(id)).to.include({ status: 'FAILED', error: 'the process that ran it ended' });
    const next = await jobs.start('ALL');
    await eventually(async () => expect(await jobs.get(next.id)).to.include({ status: 'COMPLETED' }));
  });
});
