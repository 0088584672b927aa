import { expect } from 'chai';
import { eventually } from '../../../../test/support/eventually.ts';
import { refreshLayout } from '../../src/maintenance/index.ts';
import { createPublishedReadModel, type ReadModel } from '../support/read-model.ts';

describe('Documents of another layout', () => {
  let model: ReadModel, one: ReturnType<ReadModel['replica']>;

  beforeEach(async () => {
    ({ model, replica: one } = await createPublishedReadModel(3));
  });

  afterEach(() => model.drop());

  it('are brought to that of this version at the start, in the index, too, and others are left alone', async () => {
    const { documents } = model;
    const [old, newer, same] = (await documents.allPublished()) as [Stored, Stored, Stored];
    const { layout: _, ...withoutLayout } = old;
    const { price_points: _points, totals: _totals, ...shown } = old.shown;
    const { total_order: _order, ...search } = old.search;
    await documents.collection.replaceOne({ _id: old._id }, { ...withoutLayout, shown, search } as Stored);
    await documents.collection.updateOne({ _id: newer._id }, { $set: { layout: 1_000_000 } });

    const running = refreshLayout({ documents, refresh: one.refresh });
    await eventually(async () => expect(await documents.ofOtherLayouts()).to.eql([]));
    await running.stop();

    const stored = new Map((await documents.allPublished()).map((document) => [document._id, document]));
    expect(stored.get(old._id)).to.deep.include({ shown: old.shown, search: old.search, revision: old.revision + 1 });
    expect(stored.get(newer._id)).to.deep.include({ layout: same.layout, revision: newer.revision + 1 });
    expect(stored.get(same._id)).to.eql(same);
    await eventually(async () => expect((await model.indexed(old._id))!.revision).to.equal(old.revision + 1));
  });
});

type Stored = Awaited<ReturnType<ReadModel['documents']['allPublished']>>[number];
