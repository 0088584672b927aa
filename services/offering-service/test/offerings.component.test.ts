import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { type ApiClient, apiClient } from '../../../test/support/api-client.ts';
import { aPrice, aSpecification, publishEvent } from '../../../test/support/events.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { untilReplicaHas } from '../../../test/support/until-replica-has.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/support/postgres.ts';
import { expectRefusedPreconditions } from '../../../test/support/expect-refused-preconditions.ts';
import { createTestVhost, type TestVhost } from '../../../test/support/rabbitmq.ts';
import { type RunningService, startService } from '../../../test/support/start-service.ts';
import { type Neighbour, startNeighbour } from '../../../test/support/stub-neighbours.ts';
import { startTokenIssuer, type TokenIssuer } from '../../../test/support/tokens.ts';
import { api } from '../src/api.ts';
import { categoryOperations } from '../src/category-operations.ts';
import { publicationOperations } from '../src/publication-operations.ts';
import { revisionOperations } from '../src/revision-operations.ts';
import { scheduleOperations } from '../src/schedule-operations.ts';

describe('The offering service', () => {
  let database: TestDatabase, vhost: TestVhost, issuer: TokenIssuer, specifications: Neighbour, prices: Neighbour, service: RunningService;
  let call: ApiClient<typeof api>['call'], untested: ApiClient<typeof api>['untested'];
  const specification = aSpecification();
  const price = aPrice();

  before(async function () {
    [database, vhost, issuer, specifications, prices] = await Promise.all([
      createTestDatabase(),
      createTestVhost(),
      startTokenIssuer(),
      startNeighbour(),
      startNeighbour(),
    ]);
    specifications.things = [specification];
    prices.things = [price];
    service = await startService('offering-service', {
      DATABASE_URL: database.url,
      RABBITMQ_URL: vhost.url,
      JWKS_URL: issuer.jwksUrl,
      SPECIFICATION_SERVICE_URL: specifications.url,
      PRICING_SERVICE_URL: prices.url,
      CAMUNDA_URL: 'http://127.0.0.1:1/engine-rest',
      PUBLICATION_DEADLINE_SECONDS: '3',
    });
    ({ call, untested } = apiClient(service.url, api, issuer));
  });

  after(async () => {
    expect(await service.stop()).to.equal(0);
    await Promise.all([database.drop(), vhost.delete(), issuer.stop(), specifications.stop(), prices.stop()]);
  });

  const anInput = (changes = {}) => ({
    name: `Home Fibre ${randomUUID()}`,
    specification_ids: [specification.id],
    pricing_ids: [price.id],
    sales_channels: ['online'],
    ...changes,
  });
  const created = async (changes = {}) => (await call('createOffering', { as: 'USER', body: anInput(changes) })).body;

  it('creates a draft from a name alone and reads it back', async () => {
    const { status, body, headers } = await call('createOffering', { as: 'USER', body: { name: 'Idea' } });
    expect(status).to.equal(201);
    expect(body).to.deep.include({ lifecycle_status: 'DRAFT', specification_ids: [], pricing_ids: [], sales_channels: [], version: 1 });
    expect(headers.get('location')).to.equal(`/api/v1/offerings/${body.id}`);
    const read = await call('getOffering', { as: 'USER', params: { id: body.id } });
    expect(read).to.deep.include({ status: 200, body });
    expect(read.headers.get('etag')).to.equal('"1"');
  });

  it('gives a repeated creation the same answer', async () => {
    const request = { as: 'USER' as const, body: anInput(), headers: { 'idempotency-key': randomUUID() } };
    const first = await call('createOffering', request);
    expect((await call('createOffering', request)).body).to.eql(first.body);
  });

  it('asks the owner once for what it has not heard of, and then knows it', async () => {
    const other = aSpecification();
    specifications.things.push(other);
    const before = specifications.asked;
    await created({ specification_ids: [other.id] });
    await created({ specification_ids: [other.id] });
    expect(specifications.asked - before).to.equal(1);
  });

  it('knows from events what exists, without asking', async () => {
    const other = aPrice();
    await publishEvent(vhost.url, 'PriceCreated', other);
    await untilReplicaHas(database.url, 'price_replicas', other);
    const before = prices.asked;
    expect((await call('createOffering', { as: 'USER', body: anInput({ pricing_ids: [other.id] }) })).status).to.equal(201);
    await publishEvent(vhost.url, 'PriceDeleted', { ...other, version: 2 });
    await untilReplicaHas(database.url, 'price_replicas', { ...other, version: 2 });
    expect((await call('createOffering', { as: 'USER', body: anInput({ pricing_ids: [other.id] }) })).status).to.equal(400);
    expect(prices.asked).to.equal(before);
  });

  it('refuses references to nothing, naming them all', async () => {
    const [one, two] = [randomUUID(), randomUUID()];
    const { status, body } = await call('createOffering', { as: 'USER', body: anInput({ pricing_ids: [one, price.id, two] }) });
    expect(status).to.equal(400);
    expect(body.error).to.deep.include({ code: 'INVALID_REFERENCE', details: { field: 'pricing_ids', invalid_ids: [one, two] } });
  });

  it('says so when the owner cannot be asked', async () => {
    specifications.broken = true;
    const { status, body, headers } = await call('createOffering', { as: 'USER', body: anInput({ specification_ids: [randomUUID()] }) });
    specifications.broken = false;
    expect(status).to.equal(503);
    expect(body.error.code).to.equal('SERVICE_UNAVAILABLE');
    expect(Number(headers.get('retry-after'))).to.be.above(0);
  });

  for (const [fault, body, field] of [
    ['no name', {}, 'name'],
    ['an empty name', { name: '  ' }, 'name'],
    ['an id that is none', { name: 'x', pricing_ids: ['7'] }, 'pricing_ids.0'],
    ['an id twice', { name: 'x', pricing_ids: [price.id, price.id] }, 'pricing_ids'],
    ['1,000 ids', { name: 'x', specification_ids: Array.from({ length: 1_000 }, () => randomUUID()) }, 'specification_ids'],
    ['a status', { name: 'x', lifecycle_status: 'PUBLISHED' }, 'lifecycle_status'],
  ] as const) {
    it(`refuses ${fault}`, async () => {
      const answer = await call('createOffering', { as: 'USER', body });
      expect(answer.status).to.equal(400);
      expect(answer.body.error.details.field).to.equal(field);
    });
  }

  it('takes an external_id once', async () => {
    const external_id = randomUUID();
    await created({ external_id });
    expect(await call('createOffering', { as: 'USER', body: anInput({ external_id }) })).to.have.nested.include({
      status: 409,
      'body.error.code': 'EXTERNAL_ID_TAKEN',
    });
    expect((await call('listOfferings', { as: 'USER', query: { external_id } })).body.total).to.equal(1);
  });

  it('lists by lifecycle, name and order', async () => {
    const mark = randomUUID();
    for (const suffix of ['b', 'a']) await created({ name: `${mark} ${suffix}` });
    const { body } = await call('listOfferings', { as: 'USER', query: { name: mark, lifecycle_status: 'DRAFT', sort: '-name' } });
    expect(body.items.map((offering: { name: string }) => offering.name)).to.eql([`${mark} b`, `${mark} a`]);
    expect((await call('listOfferings', { as: 'USER', query: { lifecycle_status: 'SOLD' } })).status).to.equal(400);
  });

  it('lists by sales channel, in any case', async () => {
    const mark = randomUUID();
    await created({ name: `${mark} a`, sales_channels: ['Call-Centre', 'online'] });
    await created({ name: `${mark} b`, sales_channels: ['online'] });
    const named = async (sales_channel: string): Promise<string[]> =>
      (await call('listOfferings', { as: 'USER', query: { name: mark, sales_channel } })).body.items.map(({ name }: { name: string }) =>
        name.slice(-1),
      );
    expect(await named('call-centre ')).to.eql(['a']);
    expect(await named('ONLINE')).to.eql(['a', 'b']);
    expect(await named('call')).to.eql([]);
  });

  it('lists what refers to a specification, and to a price', async () => {
    const mark = randomUUID();
    await created({ name: `${mark} a`, pricing_ids: [] });
    await created({ name: `${mark} b`, specification_ids: [] });
    await created({ name: `${mark} c`, specification_ids: [], pricing_ids: [] });
    const named = async (query: Record<string, string>): Promise<string[]> =>
      (await call('listOfferings', { as: 'USER', query: { name: mark, ...query } })).body.items.map(({ name }: { name: string }) =>
        name.slice(-1),
      );
    expect(await named({ specification_id: specification.id })).to.eql(['a']);
    expect(await named({ pricing_id: price.id })).to.eql(['b']);
    expect(await named({ specification_id: specification.id, pricing_id: price.id })).to.eql([]);
    expect(await named({ pricing_id: randomUUID() })).to.eql([]);
    expect((await call('listOfferings', { as: 'USER', query: { pricing_id: 'one' } })).body.error).to.nested.include({
      code: 'VALIDATION_ERROR',
      'details.field': 'pricing_id',
    });
  });

  it('changes a draft that is still as the client saw it', async () => {
    const { id, name } = await created();
    const change = { as: 'USER' as const, params: { id }, body: anInput({ name, description: 'Better' }), headers: { 'if-match': '"1"' } };
    expect((await call('replaceOffering', change)).body).to.include({ description: 'Better', version: 2 });
    expect((await call('replaceOffering', { ...change, body: anInput({ name }) })).status).to.equal(412);
    expect((await call('deleteOffering', { as: 'USER', params: { id }, headers: { 'if-match': '"1"' } })).status).to.equal(412);
  });

  it('deletes a draft, and then knows it no more', async () => {
    const { id } = await created();
    expect((await call('deleteOffering', { as: 'USER', params: { id } })).status).to.equal(204);
    for (const operation of ['getOffering', 'deleteOffering', 'publishOffering', 'cancelPublication', 'retireOffering'] as const) {
      expect((await call(operation, { as: 'ADMIN', params: { id } })).status, operation).to.equal(404);
    }
    expect((await call('replaceOffering', { as: 'ADMIN', params: { id }, body: anInput() })).status).to.equal(404);
    expect((await call('getOfferingHistory', { as: 'USER', params: { id: randomUUID() } })).status).to.equal(404);
  });

  it('refuses to publish what is not complete, with every reason', async () => {
    const { id } = await created({ specification_ids: [], pricing_ids: [], sales_channels: [] });
    const { status, body } = await call('publishOffering', { as: 'ADMIN', params: { id } });
    expect(status).to.equal(400);
    expect(body.error.code).to.equal('NOT_PUBLISHABLE');
    expect(body.error.details.reasons.map(({ code }: { code: string }) => code)).to.eql([
      'NO_SPECIFICATION',
      'NO_PRICE',
      'NO_SALES_CHANNEL',
    ]);
  });

  it('tells beforehand what publishing would say', async () => {
    const complete = await created();
    expect((await call('validateOffering', { as: 'USER', params: { id: complete.id } })).body).to.eql({ publishable: true, reasons: [] });
    const { id } = await created({ specification_ids: [], sales_channels: [] });
    const { body } = await call('validateOffering', { as: 'USER', params: { id } });
    const refused = await call('publishOffering', { as: 'ADMIN', params: { id } });
    expect(body).to.eql({ publishable: false, reasons: refused.body.error.details.reasons });
    expect((await call('validateOffering', { as: 'USER', params: { id: randomUUID() } })).status).to.equal(404);
  });

  it('lets one of many changes win that saw the same', async () => {
    const { id, name } = await created();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        call('replaceOffering', {
          as: 'USER',
          params: { id },
          body: anInput({ name, description: `${i}` }),
          headers: { 'if-match': '"1"' },
        }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).to.eql([200, ...Array.from({ length: 19 }, () => 412)]);
  });

  it('starts one of many publications asked for at once', async () => {
    const { id } = await created();
    const answers = await Promise.all(Array.from({ length: 5 }, () => call('publishOffering', { as: 'ADMIN', params: { id } })));
    expect(answers.map(({ status }) => status).sort()).to.eql([202, 409, 409, 409, 409]);
  });

  it('starts a publication, guards the offering meanwhile, and gives up when no engine answers in time', async () => {
    const { id, name } = await created();
    const { status, body } = await call('publishOffering', { as: 'ADMIN', params: { id }, body: {} });
    expect(status).to.equal(202);
    expect(body).to.deep.include({ message: 'Publication saga initiated', offering_id: id, status: 'PUBLISHING' });
    expect((await call('getOffering', { as: 'USER', params: { id } })).body).to.include({
      lifecycle_status: 'PUBLISHING',
      saga_id: body.saga_id,
    });
    for (const operation of ['publishOffering', 'retireOffering', 'deleteOffering'] as const) {
      expect((await call(operation, { as: 'ADMIN', params: { id } })).status, operation).to.equal(409);
    }
    expect((await call('replaceOffering', { as: 'ADMIN', params: { id }, body: anInput({ name }) })).status).to.equal(409);
    const draft = await eventually(async () => {
      const offering = (await call('getOffering', { as: 'USER', params: { id } })).body;
      expect(offering.lifecycle_status).to.equal('DRAFT');
      return offering;
    });
    expect(draft.last_publication_error).to.include({ code: 'PUBLICATION_NOT_STARTED', saga_id: body.saga_id });
  });

  it('takes back a publication that no engine has begun, and says who did', async () => {
    const { id } = await created();
    const { saga_id } = (await call('publishOffering', { as: 'ADMIN', params: { id } })).body;
    const { status, body } = await call('cancelPublication', { as: 'ADMIN', params: { id } });
    expect(status).to.equal(202);
    expect(body).to.eql({ message: 'Cancellation accepted', saga_id, offering_id: id });
    const draft = (await call('getOffering', { as: 'USER', params: { id } })).body;
    expect(draft).to.deep.include({ lifecycle_status: 'DRAFT', saga_id: null });
    expect(draft.last_publication_error).to.include({ code: 'PUBLICATION_CANCELLED', saga_id });
    const history = (await call('getOfferingHistory', { as: 'USER', params: { id } })).body;
    expect(history.items[0]).to.deep.include({ change: 'OfferingPublicationFailed', from_status: 'PUBLISHING', to_status: 'DRAFT' });
    expect(history.items[0].actor.username).to.equal('admin');
    expect((await call('cancelPublication', { as: 'ADMIN', params: { id } })).body.error.code).to.equal('WRONG_STATE');
    expect((await call('publishOffering', { as: 'ADMIN', params: { id } })).status).to.equal(202);
    expect((await call('getOffering', { as: 'USER', params: { id } })).body.last_publication_error).to.equal(null);
  });

  const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();

  it('schedules a publication though the engine is away, shows it, and leaves the draft open to administrators', async () => {
    const { id, name } = await created();
    const at = inAnHour();
    const { status, body, headers } = await call('publishOffering', { as: 'ADMIN', params: { id }, body: { at } });
    expect(status).to.equal(202);
    expect(body).to.deep.include({
      offering_id: id,
      status: 'DRAFT',
      scheduled: { schedule_id: body.scheduled.schedule_id, action: 'publish', at, approved_version: 2, approved_by: 'admin' },
    });
    expect(headers.get('etag')).to.equal('"2"');
    const changed = await call('replaceOffering', { as: 'ADMIN', params: { id }, body: anInput({ name, description: 'Better' }) });
    expect(changed.body).to.deep.include({
      lifecycle_status: 'DRAFT',
      description: 'Better',
      scheduled: { ...body.scheduled, approved_version: 3 },
    });
    const listed = await call('listOfferings', { as: 'USER', query: { scheduled: 'publish', page_size: 100 } });
    expect(listed.body.items.map((offering: { id: string }) => offering.id)).to.include(id);
    expect((await call('listOfferings', { as: 'USER', query: { scheduled: 'retire', id } })).body.total).to.equal(0);
  });

  it('schedules one thing at a time, however many ask at once', async () => {
    const { id } = await created();
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => call('publishOffering', { as: 'ADMIN', params: { id }, body: { at: inAnHour() } })),
    );
    expect(answers.map(({ status }) => status).sort()).to.eql([202, 409, 409, 409, 409]);
    expect(answers.find(({ status }) => status === 409)!.body.error.code).to.equal('ALREADY_SCHEDULED');
  });

  it('gives a repeated scheduling the same answer', async () => {
    const { id } = await created();
    const request = { as: 'ADMIN' as const, params: { id }, body: { at: inAnHour() }, headers: { 'idempotency-key': randomUUID() } };
    const first = await call('publishOffering', request);
    const second = await call('publishOffering', request);
    expect(second).to.deep.include({ status: 202, body: first.body });
    expect((await call('publishOffering', { ...request, body: { at: inAnHour() } })).status).to.equal(422);
  });

  it('cancels a schedule, as the client saw it, and then has none', async () => {
    const { id } = await created();
    await call('publishOffering', { as: 'ADMIN', params: { id }, body: { at: inAnHour() } });
    expect((await call('cancelSchedule', { as: 'ADMIN', params: { id }, headers: { 'if-match': '"1"' } })).status).to.equal(412);
    expect((await call('cancelSchedule', { as: 'ADMIN', params: { id } })).status).to.equal(204);
    expect((await call('getOffering', { as: 'USER', params: { id } })).body).to.include({ scheduled: null, lifecycle_status: 'DRAFT' });
    expect((await call('cancelSchedule', { as: 'ADMIN', params: { id } })).status).to.equal(404);
    expect((await call('publishOffering', { as: 'ADMIN', params: { id }, body: { at: inAnHour() } })).status).to.equal(202);
  });

  for (const [fault, at] of [
    ['in the past', '2026-01-01T00:00:00Z'],
    ['without a zone', '2099-01-01T00:00:00'],
    ['too far ahead', '2099-01-01T00:00:00Z'],
    ['that is none', 'tomorrow'],
    ['that is null', null],
  ] as const) {
    it(`refuses to schedule for a time ${fault}`, async () => {
      const { id } = await created();
      for (const operation of ['publishOffering', 'retireOffering'] as const) {
        const answer = await call(operation, { as: 'ADMIN', params: { id }, body: { at } });
        expect(answer.status, operation).to.equal(400);
        expect(answer.body.error.details.field, operation).to.equal('at');
      }
    });
  }

  it('schedules only what could be done now', async () => {
    const { id } = await created({ pricing_ids: [] });
    const refused = await call('publishOffering', { as: 'ADMIN', params: { id }, body: { at: inAnHour() } });
    expect(refused).to.have.nested.include({ status: 400, 'body.error.code': 'NOT_PUBLISHABLE' });
    expect((await call('retireOffering', { as: 'ADMIN', params: { id }, body: { at: inAnHour() } })).status).to.equal(409);
  });

  it('ends a schedule when the draft is deleted', async () => {
    const { id } = await created();
    await call('publishOffering', { as: 'ADMIN', params: { id }, body: { at: inAnHour() } });
    expect((await call('deleteOffering', { as: 'ADMIN', params: { id } })).status).to.equal(204);
    expect((await call('cancelSchedule', { as: 'ADMIN', params: { id } })).status).to.equal(404);
  });

  it('lets nobody in without a token, and nobody do what their role may not', async () => {
    const { id } = await created();
    const calls = {
      createOffering: { body: anInput() },
      listOfferings: {},
      getOffering: { params: { id } },
      getOfferingHistory: { params: { id } },
      validateOffering: { params: { id } },
      replaceOffering: { params: { id }, body: anInput() },
      deleteOffering: { params: { id } },
      publishOffering: { params: { id } },
      cancelPublication: { params: { id } },
      retireOffering: { params: { id } },
      cancelSchedule: { params: { id } },
    };
    for (const [operation, options] of Object.entries(calls) as [keyof typeof calls, object][]) {
      expect((await call(operation, options)).status, operation).to.equal(401);
      const isRead = /^(list|get)/.test(operation);
      expect((await call(operation, { ...options, as: 'SERVICE' })).status, operation).to.equal(isRead ? 200 : 403);
    }
    for (const operation of ['publishOffering', 'cancelPublication'] as const) {
      expect((await call(operation, { as: 'USER', params: { id } })).status, operation).to.equal(403);
    }
    expect((await call('retireOffering', { as: 'USER', params: { id } })).status).to.equal(403);
  });

  it('changes nothing on a precondition that it cannot read, or that does not hold', async () => {
    const { id } = await created();
    const later = { body: { at: inAnHour() } };
    const changes = {
      replaceOffering: [{ body: anInput() }],
      deleteOffering: [{}],
      publishOffering: [{}, later],
      retireOffering: [{}, later],
      cancelSchedule: [{}],
    };
    for (const [operation, ways] of Object.entries(changes) as [keyof typeof changes, object[]][]) {
      for (const options of ways) {
        await expectRefusedPreconditions((one) => call(operation, one), { as: 'ADMIN', params: { id }, ...options }, operation);
      }
    }
    expect((await call('getOffering', { as: 'USER', params: { id } })).body.version).to.equal(1);
  });

  it('has a test for every operation', () => {
    const elsewhere = Object.keys({ ...revisionOperations, ...scheduleOperations, ...publicationOperations, ...categoryOperations });
    const testedElsewhere = [...elsewhere.map((operation) => `${operation}:`), 'retireOffering: success'];
    expect(untested().filter((gap) => !testedElsewhere.some((part) => gap.startsWith(part)))).to.eql([]);
  });
});
