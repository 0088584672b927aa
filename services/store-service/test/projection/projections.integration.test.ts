import { contentOf, type NextRevision, type Offering } from '@catalog/contracts';
import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { aCharacteristic, aPrice, aSpecification } from '../../../../test/support/events.ts';
import { eventually } from '../../../../test/support/eventually.ts';
import { categoryEvent, characteristicEvent, offeringEvent, priceEvent, specificationEvent } from '../support/event-of.ts';
import { createReadModel, type ReadModel } from '../support/read-model.ts';
import { publishing, retired, type SmallCatalog, smallCatalog } from '../support/small-catalog.ts';

type Replica = ReturnType<ReadModel['replica']>;

describe('Projections', () => {
  let model: ReadModel, one: Replica, other: Replica;

  before(async function () {
    model = await createReadModel();
    [one, other] = [model.replica(), model.replica()];
    await one.sync.heal();
    await other.sync.heal();
  });

  after(() => model.drop());

  const shown = async (id: string) => (await model.documents.shown([id]))[0];
  const stored = async (id: string) => (await model.documents.find(id))!;
  /** Everything that happened to the catalog up to the publication. */
  const history = ({ characteristic, specification, price, category, offering }: SmallCatalog): ((to: Replica) => Promise<void>)[] => [
    (to) => to.on['resource.characteristics.events'](characteristicEvent('CharacteristicCreated', characteristic)),
    (to) => to.on['resource.specifications.events'](specificationEvent('SpecificationCreated', specification)),
    (to) => to.on['commercial.pricing.events'](priceEvent('PriceCreated', price)),
    (to) => to.on['product.categories.events'](categoryEvent('CategoryCreated', category)),
    (to) => to.on['product.offerings.events'](offeringEvent('OfferingPublicationInitiated', publishing(offering))),
    (to) => to.on['product.offerings.events'](offeringEvent('OfferingPublished', offering)),
  ];

  async function published(): Promise<SmallCatalog> {
    const catalog = smallCatalog();
    for (const happen of history(catalog)) await happen(one);
    return catalog;
  }

  it('shows a published offering with all it consists of, and indexes it', async () => {
    const { characteristic, specification, price, category, offering } = await published();
    expect(await shown(offering.id)).to.eql({
      id: offering.id,
      name: offering.name,
      description: null,
      specifications: [
        {
          id: specification.id,
          name: specification.name,
          characteristics: [
            { id: characteristic.id, name: characteristic.name, attribute: 'Speed', value: '100', unit_of_measure: 'Mbps' },
          ],
        },
      ],
      pricing: [{ id: price.id, name: price.name, value: 24.99, currency: 'USD', unit: 'per month' }],
      price_points: [
        {
          charge: { type: 'recurring', every: { count: 1, unit: 'month' } },
          unit: 'per month',
          amounts: [{ currency: 'USD', value: 24.99, price_id: price.id }],
        },
      ],
      totals: [{ currency: 'USD', first_payment: 24.99, per_month: 24.99, first_year_total: 299.88, over_contract_total: null }],
      sales_channels: ['online'],
      categories: [{ id: category.id, name: category.name, sort_order: 0, path: [] }],
      published_at: '2026-01-16T10:00:00.000Z',
      revision: 1,
      lifecycle_status: 'PUBLISHED',
    });
    expect(await model.indexed(offering.id)).to.eql({ revision: 1, name: 'home fibre 100' });
    expect(await model.pendingWrites.pendingAmong([await stored(offering.id)])).to.eql([]);
    expect(model.lookups.asked).to.equal(0);
  });

  it('asks the owners only for what no event has told yet', async () => {
    const catalog = smallCatalog();
    model.lookups.things = [catalog];
    model.lookups.asked = 0;
    await one.on['product.offerings.events'](offeringEvent('OfferingPublished', catalog.offering));
    expect((await shown(catalog.offering.id))!.pricing).to.have.length(1);
    expect(model.lookups.asked).to.equal(4);
    const second = { ...catalog.offering, id: randomUUID() };
    await one.on['product.offerings.events'](offeringEvent('OfferingPublished', second));
    expect(model.lookups.asked).to.equal(4);
  });

  it('shows the new state of whatever an offering uses', async () => {
    const { characteristic, specification, price, category, offering } = await published();
    await one.on['resource.characteristics.events'](
      characteristicEvent('CharacteristicUpdated', { ...characteristic, value: '200', version: 2 }),
    );
    await one.on['commercial.pricing.events'](priceEvent('PriceUpdated', { ...price, value: 30, version: 2 }));
    const added = aCharacteristic({ attribute: 'Technology', value: '5G', unit_of_measure: 'None' });
    await one.on['resource.characteristics.events'](characteristicEvent('CharacteristicCreated', added));
    await one.on['resource.specifications.events'](
      specificationEvent('SpecificationUpdated', {
        ...specification,
        name: 'Renamed',
        characteristic_ids: [added.id, characteristic.id],
        version: 2,
      }),
    );
    const { specifications, pricing } = (await shown(offering.id))!;
    expect(pricing[0]!.value).to.equal(30);
    expect(specifications[0]!.name).to.equal('Renamed');
    expect(specifications[0]!.characteristics.map(({ value }) => value)).to.eql(['5G', '200']);
    const document = await stored(offering.id);
    expect(document.sources).to.eql({
      offering: 3,
      specifications: [{ id: specification.id, version: 2 }],
      characteristics: document.sources.characteristics,
      prices: [{ id: price.id, version: 2 }],
      categories: [{ id: category.id, version: 1 }],
    });
    expect((await model.indexed(offering.id))!.revision).to.equal(document.revision);
  });

  it('does not rewrite what would show the same', async () => {
    const { price, offering } = await published();
    const { revision } = await stored(offering.id);
    await one.on['commercial.pricing.events'](
      priceEvent('PriceLocked', { ...price, locked: true, locked_by_saga_ids: [randomUUID()], version: 2 }),
    );
    await one.on['commercial.pricing.events'](priceEvent('PriceUnlocked', { ...price, version: 3 }));
    expect((await stored(offering.id)).revision).to.equal(revision);
  });

  it('ignores what is older than what it knows', async () => {
    const { price, offering } = await published();
    await one.on['commercial.pricing.events'](priceEvent('PriceUpdated', { ...price, value: 40, version: 3 }));
    await one.on['commercial.pricing.events'](priceEvent('PriceUpdated', { ...price, value: 30, version: 2 }));
    expect((await shown(offering.id))!.pricing[0]!.value).to.equal(40);
  });

  it('has one effect of an event that comes twice, and notes that it had it', async () => {
    const { offering } = await published();
    const event = offeringEvent('OfferingRetired', retired(offering));
    await one.on['product.offerings.events'](event);
    await other.on['product.offerings.events'](event);
    expect(await shown(offering.id)).to.equal(undefined);
    const noted = await model.store.database.collection<{ _id: string }>('processed_events').find({ _id: event.event_id }).toArray();
    expect(noted).to.have.length(1);
    expect(noted[0]).to.include({ entity_id: offering.id, entity_version: 4 });
  });

  it('takes a retired offering from the store and from the index, for good', async () => {
    const { offering } = await published();
    await one.on['product.offerings.events'](offeringEvent('OfferingRetired', retired(offering)));
    await one.on['product.offerings.events'](offeringEvent('OfferingPublished', offering));
    expect(await model.documents.find(offering.id)).to.equal(null);
    expect(await model.indexed(offering.id)).to.equal(undefined);
    expect(await model.store.database.collection('pending_search_removals').countDocuments()).to.equal(0);
  });

  it('does not show an offering whose retirement arrived before its publication', async () => {
    const { offering } = smallCatalog();
    await one.on['product.offerings.events'](offeringEvent('OfferingRetired', retired(offering)));
    await one.on['product.offerings.events'](offeringEvent('OfferingPublished', offering));
    expect(await model.documents.find(offering.id)).to.equal(null);
  });

  it('goes on showing what was deleted under a published offering', async () => {
    const { price, offering } = await published();
    await one.on['commercial.pricing.events'](priceEvent('PriceDeleted', { ...price, version: 2 }));
    expect((await shown(offering.id))!.pricing).to.have.length(1);
  });

  it('leaves out what its owner no longer knows', async () => {
    const catalog = smallCatalog();
    model.lookups.things = [{ specification: { ...catalog.specification, characteristic_ids: [randomUUID()] }, price: catalog.price }];
    await one.on['product.offerings.events'](offeringEvent('OfferingPublished', catalog.offering));
    expect((await shown(catalog.offering.id))!.specifications[0]!.characteristics).to.eql([]);
  });

  it('fails, to be tried again, while what it needs cannot be asked for', async () => {
    const catalog = smallCatalog();
    const event = offeringEvent('OfferingPublished', catalog.offering);
    const { prices } = model.lookups;
    model.lookups.things = [catalog];
    model.lookups.prices = async () => {
      throw new Error('no answer');
    };
    let failure: unknown;
    await one.on['product.offerings.events'](event).catch((error: unknown) => {
      failure = error;
    });
    expect(failure).to.have.property('message', 'no answer');
    model.lookups.prices = prices;
    await one.on['product.offerings.events'](event);
    expect((await shown(catalog.offering.id))!.pricing).to.have.length(1);
  });

  it('ends at the newest state however events are ordered, doubled and shared among replicas', async function () {
    let seed = 7;
    const random = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
    for (let round = 0; round < 15; round++) {
      const catalog = smallCatalog();
      const { characteristic, specification, price, offering } = catalog;
      const isRetired = round % 3 === 0;
      model.lookups.things = [catalog];
      const happenings = [
        ...history(catalog),
        ...[2, 3, 4].map(
          (version) => (to: Replica) =>
            to.on['commercial.pricing.events'](priceEvent('PriceUpdated', { ...price, value: version * 10, version })),
        ),
        ...[2, 3].map(
          (version) => (to: Replica) =>
            to.on['resource.characteristics.events'](
              characteristicEvent('CharacteristicUpdated', { ...characteristic, value: `${version}`, version }),
            ),
        ),
        (to: Replica) =>
          to.on['resource.specifications.events'](
            specificationEvent('SpecificationUpdated', { ...specification, name: 'Newest', version: 2 }),
          ),
        ...(isRetired ? [(to: Replica) => to.on['product.offerings.events'](offeringEvent('OfferingRetired', retired(offering)))] : []),
      ];
      const shuffled = [...happenings, ...happenings].map((happen) => ({ happen, at: random() })).sort((a, b) => a.at - b.at);
      await Promise.all(shuffled.map(({ happen }) => happen(random() < 0.5 ? one : other)));
      const result = await shown(offering.id);
      if (isRetired) {
        expect(await model.documents.find(offering.id)).to.equal(null);
        expect(await model.indexed(offering.id)).to.equal(undefined);
        continue;
      }
      expect(result!.pricing[0]!.value).to.equal(40);
      expect(result!.specifications[0]).to.have.nested.include({ name: 'Newest', 'characteristics[0].value': '3' });
      const { revision } = await stored(offering.id);
      expect((await model.indexed(offering.id))!.revision).to.equal(revision);
    }
  });

  it('follows a change that many offerings show', async () => {
    const catalog = await published();
    const ids = Array.from({ length: 40 }, () => randomUUID());
    await Promise.all(ids.map((id) => one.on['product.offerings.events'](offeringEvent('OfferingPublished', { ...catalog.offering, id }))));
    await one.on['commercial.pricing.events'](priceEvent('PriceUpdated', { ...catalog.price, value: 99, version: 2 }));
    const all = await model.documents.shown(ids);
    expect(all.map(({ pricing }) => pricing[0]!.value)).to.eql(ids.map(() => 99));
  });

  describe('without Elasticsearch', () => {
    it('go on in MongoDB, and the index catches up by itself', async () => {
      const [kept, gone] = [await published(), await published()];
      await model.link.cut();
      await one.on['commercial.pricing.events'](priceEvent('PriceUpdated', { ...kept.price, value: 5, version: 2 }));
      await one.on['product.offerings.events'](offeringEvent('OfferingRetired', retired(gone.offering)));
      const added = await published();
      expect(one.availability.usable()).to.equal(false);
      expect((await shown(kept.offering.id))!.pricing[0]!.value).to.equal(5);
      expect(await shown(gone.offering.id)).to.equal(undefined);
      const loop = one.sync.start();
      await model.link.restore();
      await eventually(() => expect(one.availability.usable()).to.equal(true));
      await loop.stop();
      expect((await model.indexed(kept.offering.id))!.revision).to.equal(2);
      expect((await model.indexed(added.offering.id))!.revision).to.equal(1);
      expect(await model.indexed(gone.offering.id)).to.equal(undefined);
      expect(await model.pendingWrites.addedUntil(new Date(), 10)).to.eql([]);
    });

    it('fill a new index when the old one is lost', async () => {
      const { offering, price } = await published();
      for (const name of Object.keys(await model.store.elasticsearch.indices.get({ index: `${model.store.alias}*` }))) {
        await model.store.elasticsearch.indices.delete({ index: name });
      }
      await one.on['commercial.pricing.events'](priceEvent('PriceUpdated', { ...price, value: 5, version: 2 }));
      expect(one.availability.usable()).to.equal(false);
      await one.sync.heal();
      expect(one.availability.usable()).to.equal(true);
      expect((await model.indexed(offering.id))!.revision).to.equal(2);
    });

    it('index what was written by a process that died before it could', async () => {
      const { offering } = await published();
      const next = { ...(await stored(offering.id)), revision: 2 };
      await one.sync.beforeWrite([next]);
      expect(await model.documents.write(next)).to.equal(true);
      await other.sync.heal();
      expect((await model.indexed(offering.id))!.revision).to.equal(2);
      expect(await model.pendingWrites.pendingAmong([next])).to.eql([]);
    });

    it('remember a write that is under way, but not for ever', async () => {
      const { offering } = await published();
      const next = { _id: offering.id, revision: 2 };
      await one.sync.beforeWrite([next]);
      await one.sync.heal();
      expect(await model.pendingWrites.pendingAmong([next])).to.eql([next]);
      await model.store.database
        .collection('pending_search_writes')
        .updateOne({ offering_id: offering.id }, { $set: { noted_at: new Date(0) } });
      await one.sync.heal();
      expect(await model.pendingWrites.pendingAmong([next])).to.eql([]);
    });

    it('do not take from the index what is published again', async () => {
      const { offering } = await published();
      await one.sync.beforeRemoval(await stored(offering.id));
      await one.sync.heal();
      expect(await model.indexed(offering.id)).not.to.equal(undefined);
      expect(await model.store.database.collection('pending_search_removals').countDocuments()).to.equal(0);
    });
  });

  describe('In a publication', () => {
    const variables = ({ offering }: SmallCatalog) => ({
      offeringId: offering.id,
      offeringVersion: 2,
      sagaId: offering.saga_id!,
      specificationIds: offering.specification_ids,
      pricingIds: offering.pricing_ids,
      correlationId: 'test',
      traceContext: {},
      deadline: 'PT2M',
    });
    const task = { sagaId: 'any', retriesLeft: 3 };
    const create = (catalog: SmallCatalog, on = one) => on.steps['create-store-entry'](variables(catalog), task);
    const undo = (catalog: SmallCatalog, on = one) => on.steps['delete-store-entry'](variables(catalog), task);
    const codeOf = async (work: Promise<unknown>) =>
      work.then(
        () => 'done',
        (error: { code?: string }) => error.code,
      );

    /** As it is while its publication runs: the owners know it, no event has come yet. */
    function inPublication(): SmallCatalog {
      const catalog = smallCatalog();
      model.lookups.things = [{ ...catalog, offering: publishing(catalog.offering) }];
      return catalog;
    }

    it('the entry is prepared unseen, and revealed by the publication', async () => {
      const catalog = inPublication();
      expect(await create(catalog)).to.eql({ storeEntryId: catalog.offering.id });
      expect(await create(catalog, other)).to.eql({ storeEntryId: catalog.offering.id });
      expect(await stored(catalog.offering.id)).to.include({ status: 'PENDING', revision: 1 });
      expect(await shown(catalog.offering.id)).to.equal(undefined);
      expect(await model.indexed(catalog.offering.id)).to.equal(undefined);
      model.lookups.asked = 0;
      await one.on['product.offerings.events'](offeringEvent('OfferingPublished', catalog.offering));
      expect(model.lookups.asked).to.equal(0);
      expect((await shown(catalog.offering.id))!.published_at).to.equal(catalog.offering.published_at);
      expect((await model.indexed(catalog.offering.id))!.revision).to.equal(2);
    });

    it('a repeated step never hides what is published, nor does its undo', async () => {
      const catalog = inPublication();
      await create(catalog);
      await one.on['product.offerings.events'](offeringEvent('OfferingPublished', catalog.offering));
      expect(await create(catalog)).to.eql({ storeEntryId: catalog.offering.id });
      await undo(catalog);
      expect(await stored(catalog.offering.id)).to.include({ status: 'PUBLISHED', revision: 2 });
    });

    it('the undo takes the entry back, and a step that comes late changes nothing', async () => {
      const catalog = inPublication();
      await create(catalog);
      expect(await undo(catalog)).to.eql({});
      expect(await undo(catalog)).to.eql({});
      expect(await model.documents.find(catalog.offering.id)).to.equal(null);
      expect(await codeOf(create(catalog))).to.equal('WRONG_STATE');
      expect(await model.documents.find(catalog.offering.id)).to.equal(null);
    });

    it('the undo of one saga leaves the entry of the next', async () => {
      const first = inPublication();
      await create(first);
      await undo(first);
      const second = { ...first, offering: { ...first.offering, saga_id: randomUUID(), version: 5 } };
      model.lookups.things = [{ offering: { ...publishing(second.offering), version: 4 } }];
      await one.replicas.offerings.apply({ ...publishing(second.offering), version: 4 });
      await create(second);
      await undo(first);
      expect(await stored(second.offering.id)).to.include({ status: 'PENDING', saga_id: second.offering.saga_id });
    });

    it('create and undo at once never leave an entry', async () => {
      for (let round = 0; round < 10; round++) {
        const catalog = inPublication();
        await Promise.all([codeOf(create(catalog)), undo(catalog, other), codeOf(create(catalog, other))]);
        expect(await model.documents.find(catalog.offering.id), `round ${round}`).to.equal(null);
      }
    });

    it('an entry whose offering went back to draft is removed by that event too', async () => {
      const catalog = inPublication();
      await create(catalog);
      await one.on['product.offerings.events'](
        offeringEvent('OfferingPublicationFailed', { ...catalog.offering, lifecycle_status: 'DRAFT', published_at: null }),
      );
      expect(await model.documents.find(catalog.offering.id)).to.equal(null);
      expect(await codeOf(create(catalog))).to.equal('WRONG_STATE');
    });

    describe('of the next revision', () => {
      const saga = () => randomUUID();

      /** As it is while its next revision is published, with another price. */
      async function revising(status: 'PUBLISHED' | 'RETIRED', sagaId = saga()) {
        const before = await published();
        const price = aPrice({ value: 99 });
        await one.on['commercial.pricing.events'](priceEvent('PriceCreated', price));
        const next_revision: NextRevision = {
          revision: 2,
          revises: 1,
          ...contentOf({ ...before.offering, name: 'As revised', pricing_ids: [price.id] }),
          lifecycle_status: 'PUBLISHING',
          saga_id: sagaId,
          last_publication_error: null,
        };
        const offering: Offering = { ...before.offering, lifecycle_status: status, next_revision, version: 6 };
        if (status === 'RETIRED') await one.on['product.offerings.events'](offeringEvent('OfferingRetired', retired(before.offering)));
        await one.on['product.offerings.events'](offeringEvent('OfferingPublicationInitiated', offering));
        const step = { ...variables(before), offeringVersion: 6, sagaId };
        const confirmed: Offering = {
          ...offering,
          ...contentOf(next_revision),
          lifecycle_status: 'PUBLISHED',
          revision: 2,
          saga_id: sagaId,
          next_revision: null,
          version: 7,
        };
        return { id: offering.id, before, offering, confirmed, step };
      }

      it('what is published is shown until the revision is, and then that, by one write', async () => {
        const { id, before, confirmed, step } = await revising('PUBLISHED');
        const { revision } = await stored(id);
        expect(await one.steps['create-store-entry'](step, task)).to.eql({ storeEntryId: id });
        expect(await shown(id)).to.deep.include({ name: before.offering.name, revision: 1 });
        expect((await stored(id)).revision).to.equal(revision);
        await one.on['product.offerings.events'](offeringEvent('OfferingPublished', confirmed));
        expect(await shown(id)).to.deep.include({ name: 'As revised', revision: 2 });
        expect((await shown(id))!.pricing.map(({ value }) => value)).to.eql([99]);
        expect((await stored(id)).revision).to.equal(revision + 1);
      });

      it('what is published stays when the revision fails, and a step that comes late changes nothing', async () => {
        const { id, before, offering, step } = await revising('PUBLISHED');
        await one.steps['create-store-entry'](step, task);
        await one.steps['delete-store-entry'](step, task);
        const failed = {
          ...offering,
          next_revision: { ...offering.next_revision!, lifecycle_status: 'DRAFT' as const, saga_id: null },
          version: 7,
        };
        await one.on['product.offerings.events'](offeringEvent('OfferingPublicationFailed', failed));
        expect(await shown(id)).to.deep.include({ name: before.offering.name, revision: 1 });
        expect(await codeOf(one.steps['create-store-entry'](step, task))).to.equal('WRONG_STATE');
      });

      it('a retired offering comes back with it, and not before', async () => {
        const { id, confirmed, step } = await revising('RETIRED');
        await one.steps['create-store-entry'](step, task);
        expect(await shown(id)).to.equal(undefined);
        await one.on['product.offerings.events'](offeringEvent('OfferingPublished', confirmed));
        expect(await shown(id)).to.deep.include({ name: 'As revised', revision: 2 });
      });

      it('what the revision refers to must exist', async () => {
        const { offering, step, before } = await revising('PUBLISHED');
        const gone = aPrice({ id: offering.next_revision!.pricing_ids[0]!, version: 2 });
        await one.on['commercial.pricing.events'](priceEvent('PriceDeleted', gone));
        expect(await codeOf(one.steps['create-store-entry'](step, task))).to.equal('INVALID_REFERENCE');
        expect(await shown(before.offering.id)).to.deep.include({ revision: 1 });
      });
    });

    it('names everything that does not exist', async () => {
      const catalog = inPublication();
      const [specification, price] = [aSpecification(), aPrice()];
      model.lookups.things = [
        { ...catalog, offering: { ...publishing(catalog.offering), pricing_ids: [price.id], specification_ids: [specification.id] } },
      ];
      const refusal: unknown = await create(catalog).catch((error: unknown) => error);
      expect(refusal).to.have.property('code', 'INVALID_REFERENCE');
      expect(refusal)
        .to.have.property('details')
        .that.deep.includes({ unusable: { specifications: [specification.id], characteristics: [], prices: [price.id], categories: [] } });
      model.lookups.things = [];
      expect(await codeOf(create(smallCatalog()))).to.equal('INVALID_REFERENCE');
    });

    it('a deleted price or specification cannot be published', async () => {
      const catalog = inPublication();
      await one.on['commercial.pricing.events'](priceEvent('PriceDeleted', { ...catalog.price, version: 2 }));
      expect(await codeOf(create(catalog))).to.equal('INVALID_REFERENCE');
    });
  });
});
