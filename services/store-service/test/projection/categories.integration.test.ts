import { type AnyEvent, type Category, topicOf } from '@catalog/contracts';
import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { aCategory } from '../../../../test/support/events.ts';
import { categoryEvent, offeringEvent } from '../support/event-of.ts';
import { createReadModel, type ReadModel } from '../support/read-model.ts';
import { publishing, type SmallCatalog, smallCatalog } from '../support/small-catalog.ts';

type Replica = ReturnType<ReadModel['replica']>;

describe('The categories of what the store shows', () => {
  let model: ReadModel, one: Replica, catalog: SmallCatalog;
  let root: Category, other: Category, middle: Category, leaf: Category;

  before(async () => {
    model = await createReadModel();
    one = model.replica();
    await one.sync.heal();
  });
  after(() => model.drop());

  /** An offering in Internet › Home › Fibre; no event has told of these yet. */
  beforeEach(async () => {
    [root, other] = [aCategory({ name: 'Internet' }), aCategory({ name: 'Business' })];
    middle = aCategory({ name: 'Home', parent_id: root.id });
    leaf = aCategory({ name: 'Fibre', parent_id: middle.id });
    const small = smallCatalog();
    catalog = { ...small, offering: { ...small.offering, category_ids: [leaf.id] } };
    model.lookups.things = [catalog, { category: root }, { category: middle }, { category: leaf }];
    await tell(offeringEvent('OfferingPublished', catalog.offering));
  });

  const tell = (event: AnyEvent) => (one.on[topicOf(event.event_type)] as (told: AnyEvent) => Promise<void>)(event);
  const changed = (category: Category, changes: Partial<Category>, version = 2) =>
    categoryEvent('CategoryUpdated', { ...category, ...changes, version });
  const places = async () => {
    const [shown] = await model.documents.shown([catalog.offering.id]);
    return shown!.categories.map(({ name, path }) => [...path.map((above) => above.name), name].join(' › '));
  };
  const searched = async () => (await model.documents.find(catalog.offering.id))!.search.categories;

  it('are asked for where no event has told of them, up to the root', async () => {
    expect(await places()).to.eql(['Internet › Home › Fibre']);
    expect(await searched()).to.eql([root.id, middle.id, leaf.id]);
  });

  it('are renamed with any category that they are in', async () => {
    await tell(changed(root, { name: 'Broadband' }));
    expect(await places()).to.eql(['Broadband › Home › Fibre']);
  });

  it('are where the branch is that was moved', async () => {
    await tell(categoryEvent('CategoryCreated', other));
    await tell(changed(middle, { parent_id: other.id }));
    expect(await places()).to.eql(['Business › Home › Fibre']);
    expect(await searched()).to.eql([other.id, middle.id, leaf.id]);
  });

  it('are the same in whatever order two moves are told of, even if these seem to make a circle in between', async () => {
    await tell(changed(root, { parent_id: leaf.id }));
    expect(await places()).to.eql(['Internet › Home › Fibre']);
    await tell(changed(leaf, { parent_id: null }));
    expect(await places()).to.eql(['Fibre']);
    await tell(changed(middle, { parent_id: null }));
    expect(await searched()).to.eql([leaf.id]);
  });

  it('end at one that nobody knows, until it comes to be known', async () => {
    const late = aCategory({ name: 'Late' });
    await tell(changed(root, { parent_id: late.id }));
    expect(await places()).to.eql(['Internet › Home › Fibre']);
    await tell(categoryEvent('CategoryCreated', late));
    expect(await places()).to.eql(['Late › Internet › Home › Fibre']);
  });

  it('are none of an offering that was written before there were any, until it is written again', async () => {
    const { id } = catalog.offering;
    const fields = { 'shown.categories': '', 'search.categories': '', 'search.category_writings': '', 'sources.categories': '' } as const;
    await model.documents.collection.updateOne({ _id: id }, { $unset: fields });
    expect(await places()).to.eql([]);
    await one.refresh(id);
    expect(await places()).to.eql(['Internet › Home › Fibre']);
  });

  it('do not keep an offering from being published because one of them was moved away and what it was in is gone', async () => {
    await tell(categoryEvent('CategoryDeleted', { ...root, version: 2 }));
    const offering = { ...catalog.offering, id: randomUUID(), saga_id: randomUUID() };
    await tell(offeringEvent('OfferingPublicationInitiated', publishing(offering)));
    const variables = { offeringId: offering.id, offeringVersion: 2, sagaId: offering.saga_id, specificationIds: [], pricingIds: [] };
    const request = { correlationId: 'test', traceContext: {}, deadline: 'PT2M' };
    const prepared = await one.steps['create-store-entry']({ ...variables, ...request }, { sagaId: 'any', retriesLeft: 3 });
    expect(prepared).to.eql({ storeEntryId: offering.id });
  });
});
