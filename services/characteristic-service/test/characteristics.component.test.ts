import type { EventOnTopic } from '@catalog/contracts';
import { connectEventBus } from '@catalog/event-bus';
import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { type ApiClient, apiClient } from '../../../test/support/api-client.ts';
import { anOffering, aSpecification, publishEvent } from '../../../test/support/events.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { untilReplicaHas } from '../../../test/support/until-replica-has.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/support/postgres.ts';
import { expectRefusedPreconditions } from '../../../test/support/expect-refused-preconditions.ts';
import { createTestVhost, type TestVhost } from '../../../test/support/rabbitmq.ts';
import { type RunningService, startService } from '../../../test/support/start-service.ts';
import { startTokenIssuer, type TokenIssuer } from '../../../test/support/tokens.ts';
import { api } from '../src/api.ts';
import { anInput } from './characteristic-examples.ts';

describe('The characteristic service', () => {
  let database: TestDatabase, vhost: TestVhost, issuer: TokenIssuer, service: RunningService;
  let call: ApiClient<typeof api>['call'], untested: ApiClient<typeof api>['untested'];

  before(async function () {
    [database, vhost, issuer] = await Promise.all([createTestDatabase(), createTestVhost(), startTokenIssuer()]);
    service = await startService('characteristic-service', {
      DATABASE_URL: database.url,
      RABBITMQ_URL: vhost.url,
      JWKS_URL: issuer.jwksUrl,
    });
    ({ call, untested } = apiClient(service.url, api, issuer));
  });

  after(async () => {
    expect(await service.stop()).to.equal(0);
    await Promise.all([database.drop(), vhost.delete(), issuer.stop()]);
  });

  const aName = () => `Speed ${randomUUID()}`;
  const created = async (changes = {}) =>
    (await call('createCharacteristic', { as: 'ADMIN', body: anInput({ name: aName(), ...changes }) })).body;

  it('creates a characteristic and reads it back', async () => {
    const input = anInput({ name: aName() });
    const { status, body, headers } = await call('createCharacteristic', { as: 'ADMIN', body: input });
    expect(status).to.equal(201);
    expect(body).to.include({ ...input, version: 1 });
    expect(headers.get('location')).to.equal(`/api/v1/characteristics/${body.id}`);
    const read = await call('getCharacteristic', { as: 'USER', params: { id: body.id } });
    expect(read).to.deep.include({ status: 200, body });
    expect(read.headers.get('etag')).to.equal(headers.get('etag'));
    const unchanged = { 'if-none-match': headers.get('etag')!, 'cache-control': 'max-age=0' };
    const again = await call('getCharacteristic', { as: 'USER', params: { id: body.id }, headers: unchanged });
    expect(again.status).to.equal(304);
  });

  it('refuses a body that is not a characteristic, naming every fault', async () => {
    const body = { name: 7, attribute: null, value: 100, unit_of_measure: 'Furlong', colour: 'red' };
    const answer = await call('createCharacteristic', { as: 'ADMIN', body });
    expect(answer).to.have.nested.include({ status: 400, 'body.error.code': 'VALIDATION_ERROR' });
    const fields = answer.body.error.details.errors.map((fault: { field: string }) => fault.field);
    expect(fields).to.have.members(['name', 'attribute', 'value', 'unit_of_measure', 'colour']);
    const missing = await call('createCharacteristic', { as: 'ADMIN', body: {} });
    expect(missing.body.error.details.errors.map((fault: { field: string }) => fault.field)).to.have.members([
      'name',
      'value',
      'unit_of_measure',
    ]);
  });

  it('refuses a value that does not suit its unit', async () => {
    const { status, body } = await call('createCharacteristic', { as: 'ADMIN', body: anInput({ name: aName(), value: '1e3' }) });
    expect(status).to.equal(400);
    expect(body.error).to.deep.include({ code: 'VALIDATION_ERROR', details: { field: 'value' } });
  });

  it('takes a name once, whatever its case', async () => {
    const { name } = await created({ name: `IĞDIR ${randomUUID()} Ünlü` });
    const { status, body } = await call('createCharacteristic', { as: 'ADMIN', body: anInput({ name: name.replace('Ünlü', 'ÜNLÜ') }) });
    expect(status).to.equal(409);
    expect(body.error).to.deep.include({ code: 'NAME_TAKEN', details: { field: 'name' } });
    const other = await created();
    expect((await call('replaceCharacteristic', { as: 'ADMIN', params: { id: other.id }, body: anInput({ name }) })).status).to.equal(409);
    expect(
      (await call('replaceCharacteristic', { as: 'ADMIN', params: { id: other.id }, body: anInput({ name: other.name.toUpperCase() }) }))
        .status,
    ).to.equal(200);
  });

  it('creates one characteristic when a name is asked for many times at once', async () => {
    const body = anInput({ name: aName() });
    const statuses = await Promise.all(
      Array.from({ length: 8 }, async () => (await call('createCharacteristic', { as: 'ADMIN', body })).status),
    );
    expect(statuses.sort()).to.eql([201, ...Array<number>(7).fill(409)]);
  });

  it('gives a repeated request with the same Idempotency-Key the same answer', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const body = anInput({ name: aName() });
    const first = await call('createCharacteristic', { as: 'ADMIN', body, headers });
    const again = await call('createCharacteristic', { as: 'ADMIN', body, headers });
    expect(again).to.deep.include({ status: 201, body: first.body });
    expect(again.headers.get('idempotent-replayed')).to.equal('true');
    expect((await call('createCharacteristic', { as: 'ADMIN', body: anInput({ name: aName() }), headers })).status).to.equal(422);
  });

  it('lists by filters, in order, page by page', async () => {
    const mark = randomUUID();
    const attribute = `Åttribute ${mark}`;
    for (const suffix of ['b', 'a', 'C']) await created({ name: `${mark} ${suffix}`, attribute });
    await created({ name: `${mark} d`, attribute: `${attribute} d`, unit_of_measure: 'Gbps' });
    const names = (body: { items: { name: string }[] }) => body.items.map(({ name }) => name.slice(mark.length + 1));
    const list = await call('listCharacteristics', { as: 'USER', query: { name: mark.toUpperCase(), sort: '-name', page_size: 3 } });
    expect(list.body).to.deep.include({ total: 4, page: 1, page_size: 3 });
    expect(names(list.body)).to.eql(['d', 'C', 'b']);
    expect(list.headers.get('link')).to.match(/page_size=3&page=2>; rel="next"/);
    const sameAttribute = await call('listCharacteristics', {
      as: 'USER',
      query: { attribute: attribute.toUpperCase(), sort: 'created_at' },
    });
    expect(names(sameAttribute.body)).to.eql(['b', 'a', 'C']);
    const byUnit = await call('listCharacteristics', { as: 'USER', query: { name: mark, unit_of_measure: 'Gbps' } });
    expect(names(byUnit.body)).to.eql(['d']);
    const { id, updated_at } = byUnit.body.items[0];
    expect((await call('listCharacteristics', { as: 'USER', query: { name: mark, updated_since: updated_at } })).body.total).to.equal(1);
    expect((await call('listCharacteristics', { as: 'SERVICE', query: { id: [id, randomUUID()] } })).body.total).to.equal(1);
  });

  const wrongQueries: Record<string, string>[] = [
    { page: '0' },
    { page_size: '101' },
    { colour: 'red' },
    { unit_of_measure: 'Furlong' },
    { sort: 'weight' },
    { id: 'x' },
    { updated_since: 'soon' },
    { updated_since: '0000-01-01T00:00:00Z' },
    { id: 'urn:uuid:0a1b2c3d-0000-4000-8000-00000000000f' },
  ];
  for (const query of wrongQueries) {
    it(`refuses to list by ${JSON.stringify(query)}`, async () => {
      const { status, body } = await call('listCharacteristics', { as: 'USER', query });
      expect(status).to.equal(400);
      expect(body.error.details.field).to.match(new RegExp(`^${Object.keys(query)[0]}`));
    });
  }

  it('changes a characteristic that is still as the client saw it', async () => {
    const { id, name } = await created();
    const { headers } = await call('getCharacteristic', { as: 'USER', params: { id } });
    const ifMatch = { 'if-match': headers.get('etag')! };
    const replace = (value: string) =>
      call('replaceCharacteristic', { as: 'ADMIN', params: { id }, body: anInput({ name, value }), headers: ifMatch });
    const changed = await replace('150');
    expect(changed).to.have.nested.include({ status: 200, 'body.value': '150', 'body.version': 2 });
    expect((await replace('200')).status).to.equal(412);
    expect((await call('deleteCharacteristic', { as: 'ADMIN', params: { id }, headers: ifMatch })).status).to.equal(412);
    const { attribute: _, ...withoutAttribute } = anInput({ name });
    expect((await call('replaceCharacteristic', { as: 'ADMIN', params: { id }, body: withoutAttribute })).body.attribute).to.equal(name);
  });

  it('deletes a characteristic, and then knows it no more', async () => {
    const { id, name } = await created();
    expect((await call('deleteCharacteristic', { as: 'ADMIN', params: { id } })).status).to.equal(204);
    for (const operation of ['getCharacteristic', 'deleteCharacteristic'] as const) {
      expect((await call(operation, { as: 'ADMIN', params: { id } })).body.error.code).to.equal('NOT_FOUND');
    }
    expect((await call('replaceCharacteristic', { as: 'ADMIN', params: { id }, body: anInput() })).status).to.equal(404);
    expect((await call('getCharacteristic', { as: 'ADMIN', params: { id: 'seven' } })).status).to.equal(400);
    expect((await call('createCharacteristic', { as: 'ADMIN', body: anInput({ name }) })).status).to.equal(201);
  });

  it('tells the others of everything that happens to a characteristic', async () => {
    const heard: EventOnTopic['resource.characteristics.events'][] = [];
    const bus = await connectEventBus({ url: vhost.url, service: 'test' });
    try {
      await bus.subscribe('specification-service', {
        'resource.characteristics.events': async (event) => void heard.push(event),
        'product.offerings.events': async () => {},
      });
      const headers = { 'x-correlation-id': randomUUID() };
      const { body } = await call('createCharacteristic', { as: 'ADMIN', body: anInput({ name: aName() }), headers });
      const { id, name } = body;
      const changed = await call('replaceCharacteristic', { as: 'ADMIN', params: { id }, body: anInput({ name, value: '150' }), headers });
      await call('replaceCharacteristic', { as: 'ADMIN', params: { id }, body: anInput({ name, value: '150' }), headers });
      await call('deleteCharacteristic', { as: 'ADMIN', params: { id }, headers });
      const own = await eventually(() => {
        const about = heard.filter(({ payload }) => payload.id === id).toSorted((a, b) => a.entity_version - b.entity_version);
        expect(about.map(({ event_type }) => event_type)).to.eql([
          'CharacteristicCreated',
          'CharacteristicUpdated',
          'CharacteristicDeleted',
        ]);
        return about;
      });
      expect(own.map(({ payload }) => payload)).to.eql([body, changed.body, { ...changed.body, version: 3 }]);
      expect(own.map(({ correlation_id }) => correlation_id)).to.eql(Array(3).fill(headers['x-correlation-id']));
    } finally {
      await bus.close();
    }
  });

  it('keeps a characteristic that a specification uses, and says which', async () => {
    const { id } = await created();
    const specification = aSpecification({ characteristic_ids: [randomUUID(), id] });
    await publishEvent(vhost.url, 'SpecificationCreated', specification);
    await untilReplicaHas(database.url, 'specification_replicas', specification);
    const { status, body } = await call('deleteCharacteristic', { as: 'ADMIN', params: { id } });
    expect(status).to.equal(409);
    expect(body.error).to.deep.include({ code: 'IN_USE', details: { used_by: { specification_ids: [specification.id] } } });
    const without = { ...specification, characteristic_ids: [randomUUID()], version: 2 };
    await publishEvent(vhost.url, 'SpecificationUpdated', without);
    await untilReplicaHas(database.url, 'specification_replicas', without);
    expect((await call('deleteCharacteristic', { as: 'ADMIN', params: { id } })).status).to.equal(204);
  });

  it('says which offerings show a characteristic, each once, through whichever of its specifications', async () => {
    const { id } = await created();
    const specifications = [1, 2].map(() => aSpecification({ characteristic_ids: [id] }));
    const specification_ids = specifications.map((one) => one.id);
    const published = anOffering({ specification_ids, lifecycle_status: 'PUBLISHED' });
    const draft = anOffering({ specification_ids: specification_ids.slice(0, 1), lifecycle_status: 'PUBLISHING' });
    const retired = anOffering({ specification_ids, lifecycle_status: 'RETIRED' });
    for (const specification of specifications) {
      await publishEvent(vhost.url, 'SpecificationCreated', specification);
      await untilReplicaHas(database.url, 'specification_replicas', specification);
    }
    for (const offering of [published, draft, retired]) {
      await publishEvent(vhost.url, 'OfferingUpdated', offering);
      await untilReplicaHas(database.url, 'offering_replicas', offering);
    }
    expect((await call('getCharacteristicImpact', { as: 'USER', params: { id } })).body).to.eql({
      published: { total: 1, ids: [published.id] },
      drafts: { total: 1, ids: [draft.id] },
    });
    const unused = (await created()).id;
    expect((await call('getCharacteristicImpact', { as: 'USER', params: { id: unused } })).body.published).to.eql({ total: 0, ids: [] });
    expect((await call('getCharacteristicImpact', { as: 'USER', params: { id: randomUUID() } })).status).to.equal(404);
  });

  it('lets nobody in without a token, and nobody do what their role may not', async () => {
    const { id } = await created();
    const calls = {
      createCharacteristic: { body: anInput() },
      listCharacteristics: {},
      getCharacteristicImpact: { params: { id } },
      getCharacteristic: { params: { id } },
      replaceCharacteristic: { params: { id }, body: anInput() },
      deleteCharacteristic: { params: { id } },
    };
    for (const [operation, options] of Object.entries(calls) as [keyof typeof calls, object][]) {
      const stranger = await call(operation, options);
      expect(stranger, operation).to.have.nested.include({ status: 401, 'body.error.code': 'UNAUTHENTICATED' });
      if (operation.startsWith('list') || operation.startsWith('get')) continue;
      for (const role of ['USER', 'SERVICE'] as const) {
        expect((await call(operation, { ...options, as: role })).status, `${operation} as ${role}`).to.equal(403);
      }
    }
  });

  it('says how it is', async () => {
    const health = await (await fetch(`${service.url}/health`)).json();
    expect(health).to.eql({ status: 'healthy', database: 'connected', message_broker: 'connected', dependencies: {} });
    expect((await fetch(`${service.url}/health/live`)).status).to.equal(200);
  });

  it('changes nothing on a precondition that it cannot read, or that does not hold', async () => {
    const { id, name } = await created();
    const changes = { replaceCharacteristic: { body: anInput({ name, value: '1' }) }, deleteCharacteristic: {} };
    for (const [operation, options] of Object.entries(changes) as [keyof typeof changes, object][]) {
      await expectRefusedPreconditions((one) => call(operation, one), { as: 'ADMIN', params: { id }, ...options }, operation);
    }
    expect((await call('getCharacteristic', { as: 'USER', params: { id } })).body.version).to.equal(1);
  });

  it('has a test for every operation', () => expect(untested()).to.eql([]));
});
