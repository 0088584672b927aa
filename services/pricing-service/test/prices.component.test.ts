import type { Charge, HistoryEntry } from '@catalog/contracts';
import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { type ApiClient, apiClient } from '../../../test/support/api-client.ts';
import { untilReplicaHas } from '../../../test/support/until-replica-has.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/support/postgres.ts';
import { expectRefusedPreconditions } from '../../../test/support/expect-refused-preconditions.ts';
import { createTestVhost, type TestVhost } from '../../../test/support/rabbitmq.ts';
import { anOffering, publishEvent } from '../../../test/support/events.ts';
import { type RunningService, startService } from '../../../test/support/start-service.ts';
import { startTokenIssuer, type TokenIssuer } from '../../../test/support/tokens.ts';
import { api } from '../src/api.ts';
import { calendarOperations } from '../src/calendar-operations.ts';
import { anInput, monthly } from './price-examples.ts';

describe('The pricing service', () => {
  let database: TestDatabase, vhost: TestVhost, issuer: TokenIssuer, service: RunningService;
  let call: ApiClient<typeof api>['call'], untested: ApiClient<typeof api>['untested'];

  before(async function () {
    [database, vhost, issuer] = await Promise.all([createTestDatabase(), createTestVhost(), startTokenIssuer()]);
    service = await startService('pricing-service', {
      DATABASE_URL: database.url,
      RABBITMQ_URL: vhost.url,
      JWKS_URL: issuer.jwksUrl,
      CAMUNDA_URL: 'http://127.0.0.1:1/engine-rest',
    });
    ({ call, untested } = apiClient(service.url, api, issuer));
  });

  after(async () => {
    expect(await service.stop()).to.equal(0);
    await Promise.all([database.drop(), vhost.delete(), issuer.stop()]);
  });

  const aName = () => `Price ${randomUUID()}`;
  const created = async (changes = {}) => (await call('createPrice', { as: 'ADMIN', body: anInput({ name: aName(), ...changes }) })).body;

  it('creates a price and reads it back', async () => {
    const input = anInput({ name: aName() });
    const { status, body, headers } = await call('createPrice', { as: 'ADMIN', body: input });
    expect(status).to.equal(201);
    expect(body).to.include({ ...input, locked: false, version: 1 });
    expect(headers.get('location')).to.equal(`/api/v1/prices/${body.id}`);
    const read = await call('getPrice', { as: 'USER', params: { id: body.id } });
    expect(read).to.deep.include({ status: 200, body });
    expect(read.headers.get('etag')).to.equal(headers.get('etag'));
  });

  it('refuses a body that is not a price, naming every fault', async () => {
    const { status, body } = await call('createPrice', { as: 'ADMIN', body: { name: 7, value: '10', currency: 'GBP', colour: 'red' } });
    expect(status).to.equal(400);
    expect(body.error.code).to.equal('VALIDATION_ERROR');
    expect(body.error.details.errors.map((fault: { field: string }) => fault.field)).to.have.members([
      'name',
      'value',
      'currency',
      'colour',
    ]);
    expect(body.error.correlation_id).to.be.a('string');
  });

  it('says how a price is charged, by its unit, by its charge, or by both', async () => {
    const { unit: _, ...withoutUnit } = anInput();
    const charge: Charge = { ...monthly, per: 'SIM', for_months: 24 };
    const unit = 'per SIM per month for 24 months';
    for (const billing of [{ unit }, { charge }, { unit, charge }, { unit, charge: null }]) {
      const body = { ...withoutUnit, name: aName(), ...billing };
      const { body: price } = await call('createPrice', { as: 'ADMIN', body });
      expect(price).to.deep.include({ unit, charge });
      const read = await call('getPrice', { as: 'USER', params: { id: price.id } });
      expect(read.body).to.eql(price);
      const headers = { 'if-match': read.headers.get('etag')! };
      const again = await call('replacePrice', { as: 'ADMIN', params: { id: price.id }, body, headers });
      expect(again.body).to.eql(price);
    }
    expect(await created({ unit: 'by agreement' })).to.deep.include({ unit: 'by agreement', charge: null });
    expect(await created({ unit: 'one-time', value: 0 })).to.deep.include({ value: 0, charge: { type: 'one-time' } });
  });

  it('refuses a charge that contradicts itself or its unit, and nothing for free that is charged more than once', async () => {
    const refused = async (changes: object) => {
      const { status, body } = await call('createPrice', { as: 'ADMIN', body: { ...anInput({ name: aName() }), ...changes } });
      return [status, body.error.code, body.error.details.field];
    };
    const invalid = (field: string) => [400, 'VALIDATION_ERROR', field];
    expect(await refused({ charge: { type: 'one-time' } })).to.eql(invalid('charge'));
    expect(await refused({ charge: { type: 'recurring' } })).to.eql(invalid('charge.every'));
    expect(await refused({ charge: { type: 'usage', per: 'GB', every: { count: 1, unit: 'day' } } })).to.eql(invalid('charge.every'));
    expect(await refused({ charge: { type: 'one-time', colour: 'red' } })).to.eql(invalid('charge.colour'));
    expect(await refused({ unit: undefined })).to.eql(invalid('unit'));
    expect(await refused({ value: 0 })).to.eql(invalid('value'));
  });

  it('refuses what is not JSON, is too deep, or cannot be stored', async () => {
    const refused = async (body: unknown) => (await call('createPrice', { as: 'ADMIN', body })).body.error.code;
    expect(await refused('{"name": ')).to.equal('MALFORMED_REQUEST');
    expect(await refused('{"__proto__": {"name": "x"}}')).to.equal('MALFORMED_REQUEST');
    expect(await refused('['.repeat(30) + ']'.repeat(30))).to.equal('MALFORMED_REQUEST');
    expect(await refused(anInput({ name: 'a\u0000b' }))).to.equal('VALIDATION_ERROR');
    expect(await refused(`{"name": "\\ud800", "value": 1, "unit": "u", "currency": "USD"}`)).to.equal('VALIDATION_ERROR');
    expect(await refused(anInput({ name: 'x'.repeat(1_100_000) }))).to.equal('BODY_TOO_LARGE');
  });

  it('takes a name once, whatever its case', async () => {
    const { name } = await created({ name: `IĞDIR ${randomUUID()} Ünlü` });
    const { status, body } = await call('createPrice', { as: 'ADMIN', body: anInput({ name: name.replace('Ünlü', 'ÜNLÜ') }) });
    expect(status).to.equal(409);
    expect(body.error).to.deep.include({ code: 'NAME_TAKEN', details: { field: 'name' } });
  });

  it('gives a repeated request with the same Idempotency-Key the same answer', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const body = anInput({ name: aName() });
    const first = await call('createPrice', { as: 'ADMIN', body, headers });
    const again = await call('createPrice', { as: 'ADMIN', body, headers });
    expect(again).to.deep.include({ status: 201, body: first.body });
    expect(again.headers.get('idempotent-replayed')).to.equal('true');
    expect((await call('createPrice', { as: 'ADMIN', body: anInput({ name: aName() }), headers })).status).to.equal(422);
  });

  it('lists by filters, in order, page by page', async () => {
    const mark = randomUUID();
    for (const [suffix, value] of [
      ['b', 2],
      ['a', 3],
      ['c', 1],
    ] as const)
      await created({ name: `${mark} ${suffix}`, value, currency: 'TRY' });
    const list = await call('listPrices', {
      as: 'USER',
      query: { name: mark.toUpperCase(), currency: 'TRY', sort: '-value', page_size: 2 },
    });
    expect(list.body).to.deep.include({ total: 3, page: 1, page_size: 2 });
    expect(list.body.items.map((price: { value: number }) => price.value)).to.eql([3, 2]);
    expect(list.headers.get('link')).to.match(/<[^>]*[?&]page=2[^>]*>; rel="next"/);
    const [first, second] = list.body.items;
    await created({ name: `${mark} d`, currency: 'TRY', unit: 'one-time' });
    const once = await call('listPrices', { as: 'USER', query: { name: mark, charge_type: 'one-time' } });
    expect(once.body.items.map(({ name }: { name: string }) => name)).to.eql([`${mark} d`]);
    const chosen = await call('listPrices', { as: 'SERVICE', query: { id: [first.id, second.id, randomUUID()] } });
    expect(chosen.body.total).to.equal(2);
  });

  for (const query of [
    { page: '0' },
    { page_size: '101' },
    { colour: 'red' },
    { currency: 'GBP' },
    { charge_type: 'often' },
    { sort: 'weight' },
    { id: 'x' },
    { updated_since: 'soon' },
  ]) {
    it(`refuses to list by ${JSON.stringify(query)}`, async () => {
      const { status, body } = await call('listPrices', { as: 'USER', query });
      expect(status).to.equal(400);
      expect(body.error.details.field).to.match(new RegExp(`^${Object.keys(query)[0]}`));
    });
  }

  it('changes a price that is still as the client saw it', async () => {
    const price = await created();
    const { headers } = await call('getPrice', { as: 'USER', params: { id: price.id } });
    const ifMatch = { 'if-match': headers.get('etag')! };
    const changed = await call('replacePrice', {
      as: 'ADMIN',
      params: { id: price.id },
      body: anInput({ name: price.name, value: 30 }),
      headers: ifMatch,
    });
    expect(changed).to.deep.include({ status: 200 });
    expect(changed.body).to.include({ value: 30, version: 2 });
    const late = await call('replacePrice', {
      as: 'ADMIN',
      params: { id: price.id },
      body: anInput({ name: price.name, value: 31 }),
      headers: ifMatch,
    });
    expect(late.status).to.equal(412);
    expect((await call('deletePrice', { as: 'ADMIN', params: { id: price.id }, headers: ifMatch })).status).to.equal(412);
  });

  it('lets one of many changes win that saw the same', async () => {
    const price = await created();
    const { headers } = await call('getPrice', { as: 'USER', params: { id: price.id } });
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        call('replacePrice', {
          as: 'ADMIN',
          params: { id: price.id },
          body: anInput({ name: price.name, value: 100 + i }),
          headers: { 'if-match': headers.get('etag')! },
        }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).to.eql([200, ...Array.from({ length: 19 }, () => 412)]);
  });

  it('gives a name to one of many that want it', async () => {
    const name = aName();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        call('createPrice', { as: 'ADMIN', body: anInput({ name: i % 2 ? name : name.toUpperCase() }) }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).to.eql([201, ...Array.from({ length: 19 }, () => 409)]);
  });

  it('remembers who did what to a price, also after its deletion', async () => {
    const { id, name } = await created({ value: 10 });
    const saga = { saga_id: randomUUID() };
    await call('replacePrice', {
      as: 'ADMIN',
      params: { id },
      body: anInput({ name, value: 12 }),
      headers: { 'x-correlation-id': 'change-1' },
    });
    await call('lockPrice', { as: 'SERVICE', params: { id }, body: saga });
    await call('unlockPrice', { as: 'SERVICE', params: { id }, body: saga });
    await call('deletePrice', { as: 'ADMIN', params: { id } });
    const { status, body } = await call('getPriceHistory', { as: 'USER', params: { id } });
    expect(status).to.equal(200);
    expect(
      body.items.map(({ change, from_status, to_status, actor }: HistoryEntry) => [change, from_status, to_status, actor.role]),
    ).to.eql([
      ['PriceDeleted', 'UNLOCKED', null, 'ADMIN'],
      ['PriceUnlocked', 'LOCKED', 'UNLOCKED', 'SERVICE'],
      ['PriceLocked', 'UNLOCKED', 'LOCKED', 'SERVICE'],
      ['PriceUpdated', 'UNLOCKED', 'UNLOCKED', 'ADMIN'],
      ['PriceCreated', null, 'UNLOCKED', 'ADMIN'],
    ]);
    expect(body.items[3]).to.deep.include({
      version: 2,
      correlation_id: 'change-1',
      actor: { subject: 'admin-1', username: 'admin', role: 'ADMIN' },
      changes: [{ field: 'value', from: 10, to: 12 }],
    });
    expect((await call('getPriceHistory', { as: 'USER', params: { id: randomUUID() } })).status).to.equal(404);
    expect((await call('getPriceHistory', { as: 'USER', params: { id }, query: { page: 2, page_size: 4 } })).body.items).to.have.lengthOf(
      1,
    );
  });

  it('deletes a price, and then knows it no more', async () => {
    const { id } = await created();
    expect((await call('deletePrice', { as: 'ADMIN', params: { id } })).status).to.equal(204);
    for (const operation of ['getPrice', 'deletePrice'] as const) {
      expect((await call(operation, { as: 'ADMIN', params: { id } })).body.error.code).to.equal('NOT_FOUND');
    }
    expect((await call('replacePrice', { as: 'ADMIN', params: { id }, body: anInput() })).status).to.equal(404);
    expect((await call('getPrice', { as: 'ADMIN', params: { id: 'seven' } })).status).to.equal(400);
  });

  it('keeps a price that an offering uses, and says which', async () => {
    const { id } = await created();
    const offering = anOffering({ pricing_ids: [id] });
    await publishEvent(vhost.url, 'OfferingCreated', offering);
    await untilReplicaHas(database.url, 'offering_replicas', offering);
    const { status, body } = await call('deletePrice', { as: 'ADMIN', params: { id } });
    expect(status).to.equal(409);
    expect(body.error).to.deep.include({ code: 'IN_USE', details: { used_by: { offering_ids: [offering.id] } } });
    await publishEvent(vhost.url, 'OfferingDeleted', { ...offering, version: 2 });
    await untilReplicaHas(database.url, 'offering_replicas', { ...offering, version: 2 });
    expect((await call('deletePrice', { as: 'ADMIN', params: { id } })).status).to.equal(204);
  });

  it('says which offerings show a price', async () => {
    const { id } = await created();
    const [published, draft, retired] = (['PUBLISHED', 'DRAFT', 'RETIRED'] as const).map((lifecycle_status) =>
      anOffering({ pricing_ids: [id], lifecycle_status }),
    ) as [ReturnType<typeof anOffering>, ReturnType<typeof anOffering>, ReturnType<typeof anOffering>];
    for (const offering of [published, draft, retired]) {
      await publishEvent(vhost.url, 'OfferingUpdated', offering);
      await untilReplicaHas(database.url, 'offering_replicas', offering);
    }
    expect((await call('getPriceImpact', { as: 'USER', params: { id } })).body).to.eql({
      published: { total: 1, ids: [published.id] },
      drafts: { total: 1, ids: [draft.id] },
    });
    expect((await call('getPriceImpact', { as: 'USER', params: { id: (await created()).id } })).body).to.eql({
      published: { total: 0, ids: [] },
      drafts: { total: 0, ids: [] },
    });
    expect((await call('getPriceImpact', { as: 'USER', params: { id: randomUUID() } })).status).to.equal(404);
  });

  it('is locked and unlocked by services, and cannot change in between', async () => {
    const { id, name } = await created();
    const saga = { saga_id: randomUUID() };
    const locked = await call('lockPrice', { as: 'SERVICE', params: { id }, body: saga });
    expect(locked.body).to.deep.include({ locked: true, locked_by_saga_ids: [saga.saga_id], version: 2 });
    expect((await call('lockPrice', { as: 'SERVICE', params: { id }, body: saga })).body.version).to.equal(2);
    const refused = await call('replacePrice', { as: 'ADMIN', params: { id }, body: anInput({ name, value: 99 }) });
    expect(refused).to.have.nested.include({ status: 423, 'body.error.code': 'PRICE_LOCKED' });
    expect((await call('deletePrice', { as: 'ADMIN', params: { id } })).status).to.equal(423);
    const unlocked = await call('unlockPrice', { as: 'SERVICE', params: { id }, body: saga });
    expect(unlocked.body).to.deep.include({ locked: false, locked_by_saga_ids: [], version: 3 });
    expect((await call('lockPrice', { as: 'SERVICE', params: { id }, body: {} })).status).to.equal(400);
    expect((await call('unlockPrice', { as: 'SERVICE', params: { id: randomUUID() }, body: saga })).status).to.equal(404);
  });

  it('lets nobody in without a token, and nobody do what their role may not', async () => {
    const price = await created();
    const calls = {
      createPrice: { body: anInput() },
      listPrices: {},
      getPrice: { params: { id: price.id } },
      getPriceHistory: { params: { id: price.id } },
      replacePrice: { params: { id: price.id }, body: anInput() },
      deletePrice: { params: { id: price.id } },
      lockPrice: { params: { id: price.id }, body: { saga_id: randomUUID() } },
      unlockPrice: { params: { id: price.id }, body: { saga_id: randomUUID() } },
      getPriceImpact: { params: { id: price.id } },
    };
    for (const [operation, options] of Object.entries(calls) as [keyof typeof calls, object][]) {
      const stranger = await call(operation, options);
      expect(stranger.status, operation).to.equal(401);
      expect(stranger.body.error.code).to.equal('UNAUTHENTICATED');
      if (!/^(list|get)/.test(operation)) expect((await call(operation, { ...options, as: 'USER' })).status, operation).to.equal(403);
    }
    expect((await call('lockPrice', { as: 'ADMIN', params: { id: price.id }, body: { saga_id: randomUUID() } })).status).to.equal(403);
  });

  it('trusts no token but a valid one', async () => {
    const past = Math.floor(Date.now() / 1000) - 120;
    for (const claims of [{ issuer: 'someone' }, { audience: 'something' }, { expiresAt: past }]) {
      const authorization = await issuer.bearer('ADMIN', claims);
      expect((await call('listPrices', { headers: { authorization } })).status, JSON.stringify(claims)).to.equal(401);
    }
    const [head, body, signature] = (await issuer.bearer('USER')).split('.');
    const forged = Buffer.from(JSON.stringify({ ...JSON.parse(Buffer.from(body!, 'base64url').toString()), role: 'ADMIN' })).toString(
      'base64url',
    );
    expect((await call('listPrices', { headers: { authorization: `${head}.${forged}.${signature}` } })).status).to.equal(401);
    expect((await call('listPrices', { headers: { authorization: 'Basic YTpi' } })).status).to.equal(401);
  });

  it('says how it is', async () => {
    const health = await (await fetch(`${service.url}/health`)).json();
    expect(health).to.eql({
      status: 'degraded',
      database: 'connected',
      message_broker: 'connected',
      dependencies: { camunda: 'unhealthy' },
    });
    expect((await fetch(`${service.url}/health/live`)).status).to.equal(200);
    expect((await fetch(`${service.url}/nowhere`)).status).to.equal(404);
    expect((await fetch(`${service.url}/api/v1/prices`, { method: 'DELETE' })).headers.get('allow')).to.equal('POST, GET');
    expect(await (await fetch(service.metricsUrl)).text()).to.contain('http_request_duration_seconds_bucket');
  });

  it('changes nothing on a precondition that it cannot read, or that does not hold', async () => {
    const { id, name } = await created();
    const changes = { replacePrice: { body: anInput({ name, value: 1 }) }, deletePrice: {} };
    for (const [operation, options] of Object.entries(changes) as [keyof typeof changes, object][]) {
      await expectRefusedPreconditions((one) => call(operation, one), { as: 'ADMIN', params: { id }, ...options }, operation);
    }
    expect((await call('getPrice', { as: 'USER', params: { id } })).body.version).to.equal(1);
  });

  it('has a test for every operation', () => {
    const testedElsewhere = Object.keys(calendarOperations);
    expect(untested().filter((gap) => !testedElsewhere.some((operation) => gap.startsWith(`${operation}:`)))).to.eql([]);
  });
});
