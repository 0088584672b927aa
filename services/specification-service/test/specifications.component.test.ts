import type { Characteristic, EventOnTopic } from '@catalog/contracts';
import { connectEventBus } from '@catalog/event-bus';
import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { type ApiClient, apiClient } from '../../../test/support/api-client.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { aCharacteristic, anOffering, publishEvent } from '../../../test/support/events.ts';
import { untilReplicaHas } from '../../../test/support/until-replica-has.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/support/postgres.ts';
import { expectRefusedPreconditions } from '../../../test/support/expect-refused-preconditions.ts';
import { createTestVhost, type TestVhost } from '../../../test/support/rabbitmq.ts';
import { type RunningService, startService } from '../../../test/support/start-service.ts';
import { type Neighbour, startNeighbour } from '../../../test/support/stub-neighbours.ts';
import { startTokenIssuer, type TokenIssuer } from '../../../test/support/tokens.ts';
import { api } from '../src/api.ts';
import { anInput } from './specification-examples.ts';

describe('The specification service', () => {
  let database: TestDatabase, vhost: TestVhost, issuer: TokenIssuer, characteristicService: Neighbour, service: RunningService;
  let call: ApiClient<typeof api>['call'], untested: ApiClient<typeof api>['untested'];
  let speed: Characteristic, volume: Characteristic;

  before(async function () {
    [database, vhost, issuer, characteristicService] = await Promise.all([
      createTestDatabase(),
      createTestVhost(),
      startTokenIssuer(),
      startNeighbour(),
    ]);
    service = await startService('specification-service', {
      DATABASE_URL: database.url,
      RABBITMQ_URL: vhost.url,
      JWKS_URL: issuer.jwksUrl,
      CAMUNDA_URL: 'http://127.0.0.1:1/engine-rest',
      CHARACTERISTIC_SERVICE_URL: characteristicService.url,
    });
    ({ call, untested } = apiClient(service.url, api, issuer));
    [speed, volume] = [
      await aKnownCharacteristic(),
      await aKnownCharacteristic({ attribute: 'Volume', value: '50', unit_of_measure: 'GB' }),
    ];
    characteristicService.asked = 0;
  });

  after(async () => {
    expect(await service.stop()).to.equal(0);
    await Promise.all([database.drop(), vhost.delete(), issuer.stop(), characteristicService.stop()]);
  });

  async function aKnownCharacteristic(changes: Partial<Characteristic> = {}): Promise<Characteristic> {
    const characteristic = aCharacteristic(changes);
    await tell('CharacteristicCreated', characteristic);
    return characteristic;
  }

  async function tell(type: 'CharacteristicCreated' | 'CharacteristicUpdated' | 'CharacteristicDeleted', characteristic: Characteristic) {
    await publishEvent(vhost.url, type, characteristic);
    await untilReplicaHas(database.url, 'characteristic_replicas', characteristic);
  }

  const aName = () => `Fibre ${randomUUID()}`;
  const inputWith = (...listed: { id: string }[]) => anInput({ name: aName(), characteristic_ids: listed.map(({ id }) => id) });
  const create = (body: unknown, headers = {}) => call('createSpecification', { as: 'ADMIN', body, headers });
  const created = async (...listed: { id: string }[]) => (await create(inputWith(...listed))).body;
  const read = (id: string) => call('getSpecification', { as: 'USER', params: { id } });
  const told = ({ created_at: _, updated_at: __, ...rest }: Characteristic) => rest;

  it('creates a specification and reads it back with its characteristics, in their order', async () => {
    const input = inputWith(volume, speed);
    const { status, body, headers } = await create(input);
    expect(status).to.equal(201);
    expect(body).to.deep.include({ ...input, invalid: false, version: 1, characteristics: [told(volume), told(speed)] });
    expect(headers.get('location')).to.equal(`/api/v1/specifications/${body.id}`);
    const again = await read(body.id);
    expect(again).to.deep.include({ status: 200, body });
    expect(again.headers.get('etag')).to.equal(headers.get('etag'));
    expect(characteristicService.asked).to.equal(0);
  });

  it('refuses a body that is not a specification, naming every fault', async () => {
    const fieldsOf = async (body: unknown) => {
      const answer = await create(body);
      expect(answer).to.have.nested.include({ status: 400, 'body.error.code': 'VALIDATION_ERROR' });
      return answer.body.error.details.errors?.map((fault: { field: string }) => fault.field) ?? [answer.body.error.details.field];
    };
    expect(await fieldsOf({ name: 7, characteristic_ids: ['x'], colour: 'red' })).to.have.members([
      'name',
      'characteristic_ids.0',
      'colour',
    ]);
    expect(await fieldsOf({})).to.have.members(['name', 'characteristic_ids']);
    expect(await fieldsOf(anInput({ characteristic_ids: [] }))).to.eql(['characteristic_ids']);
    expect(await fieldsOf(inputWith(speed, speed))).to.eql(['characteristic_ids']);
    expect(await fieldsOf(inputWith({ id: speed.id.toUpperCase() }))).to.eql(['characteristic_ids.0']);
    expect(await fieldsOf(inputWith(...Array.from({ length: 101 }, () => ({ id: randomUUID() }))))).to.eql(['characteristic_ids']);
    expect(await fieldsOf({ ...inputWith(speed), name: ' ' })).to.eql(['name']);
  });

  it('takes a name once, whatever its case', async () => {
    const { name } = (await create({ ...inputWith(speed), name: `IĞDIR ${randomUUID()} Ünlü` })).body;
    const { status, body } = await create({ ...inputWith(speed), name: name.replace('Ünlü', 'ÜNLÜ') });
    expect(status).to.equal(409);
    expect(body.error).to.deep.include({ code: 'NAME_TAKEN', details: { field: 'name' } });
    const other = await created(speed);
    expect(
      (await call('replaceSpecification', { as: 'ADMIN', params: { id: other.id }, body: { ...inputWith(speed), name } })).status,
    ).to.equal(409);
  });

  it('asks once about characteristics it has not heard of yet', async () => {
    const late = [aCharacteristic(), aCharacteristic()];
    characteristicService.things = late;
    characteristicService.asked = 0;
    const { status, body } = await create(inputWith(...late, speed));
    expect(status).to.equal(201);
    expect(body.characteristics).to.eql([...late, speed].map(told));
    expect((await create(inputWith(...late))).status).to.equal(201);
    expect(characteristicService.asked).to.equal(1);
  });

  it('refuses characteristics that do not exist, naming all of them', async () => {
    const [one, other] = [randomUUID(), randomUUID()];
    const { status, body } = await create(inputWith({ id: one }, speed, { id: other }));
    expect(status).to.equal(400);
    expect(body.error).to.deep.include({ code: 'INVALID_REFERENCE', details: { field: 'characteristic_ids', invalid_ids: [one, other] } });
    const { id } = await created(speed);
    const changed = await call('replaceSpecification', { as: 'ADMIN', params: { id }, body: inputWith({ id: one }) });
    expect(changed).to.have.nested.include({ status: 400, 'body.error.code': 'INVALID_REFERENCE' });
  });

  it('refuses a deleted characteristic without asking, even if its service still shows it', async () => {
    const gone = await aKnownCharacteristic();
    characteristicService.things = [gone];
    characteristicService.asked = 0;
    await tell('CharacteristicDeleted', { ...gone, version: 2 });
    const { status, body } = await create(inputWith(gone, speed));
    expect(status).to.equal(400);
    expect(body.error.details).to.eql({ field: 'characteristic_ids', invalid_ids: [gone.id] });
    expect(characteristicService.asked).to.equal(0);
  });

  it('asks to try again when it must ask and gets no answer, but goes on with what it knows', async () => {
    characteristicService.broken = true;
    try {
      const { status, body, headers } = await create(inputWith(speed, { id: randomUUID() }));
      expect(status).to.equal(503);
      expect(body.error.code).to.equal('SERVICE_UNAVAILABLE');
      expect(headers.get('retry-after')).to.match(/^\d+$/);
      expect((await create(inputWith(speed))).status).to.equal(201);
    } finally {
      characteristicService.broken = false;
    }
  });

  it('gives a repeated request the same answer, even when a characteristic has been deleted since', async () => {
    const gone = await aKnownCharacteristic();
    const headers = { 'idempotency-key': randomUUID() };
    const body = inputWith(gone);
    const first = await create(body, headers);
    await tell('CharacteristicDeleted', { ...gone, version: 2 });
    const again = await create(body, headers);
    expect(again).to.deep.include({ status: 201, body: first.body });
    expect(again.headers.get('idempotent-replayed')).to.equal('true');
    expect((await create(inputWith(speed), headers)).status).to.equal(422);
  });

  it('lists by filters, in order, page by page, without the characteristics themselves', async () => {
    const mark = randomUUID();
    const own = await aKnownCharacteristic();
    for (const suffix of ['b', 'a', 'C']) await create({ ...inputWith(own, speed), name: `${mark} ${suffix}` });
    const list = (query: Record<string, string | number | string[]>) => call('listSpecifications', { as: 'USER', query });
    const names = (body: { items: { name: string }[] }) => body.items.map(({ name }) => name.slice(mark.length + 1));
    const first = await list({ name: mark.toUpperCase(), sort: '-name', page_size: 2 });
    expect(first.body).to.deep.include({ total: 3, page: 1, page_size: 2 });
    expect(names(first.body)).to.eql(['C', 'b']);
    expect(first.body.items[0]).to.have.keys('id', 'name', 'characteristic_ids', 'invalid', 'version', 'created_at', 'updated_at');
    expect(first.headers.get('link')).to.match(/page_size=2&page=2>; rel="next"/);
    expect(names((await list({ characteristic_id: own.id, sort: 'created_at' })).body)).to.eql(['b', 'a', 'C']);
    expect((await list({ characteristic_id: own.id, invalid: 'true' })).body.total).to.equal(0);
    expect((await list({ characteristic_id: own.id, invalid: 'false' })).body.total).to.equal(3);
    const { id, updated_at } = (await list({ name: `${mark} c` })).body.items[0];
    expect((await list({ name: mark, updated_since: updated_at })).body.total).to.equal(1);
    expect((await list({ id: [id, randomUUID()] })).body.total).to.equal(1);
  });

  const wrongQueries: Record<string, string>[] = [
    { page: '0' },
    { page_size: '101' },
    { colour: 'red' },
    { characteristic_id: 'x' },
    { invalid: 'perhaps' },
    { sort: 'weight' },
    { id: 'x' },
    { updated_since: 'soon' },
    { updated_since: '0000-01-01T00:00:00Z' },
    { id: 'urn:uuid:0a1b2c3d-0000-4000-8000-00000000000f' },
  ];
  for (const query of wrongQueries) {
    it(`refuses to list by ${JSON.stringify(query)}`, async () => {
      const { status, body } = await call('listSpecifications', { as: 'USER', query });
      expect(status).to.equal(400);
      expect(body.error.details.field).to.match(new RegExp(`^${Object.keys(query)[0]}`));
    });
  }

  it('changes a specification that is still as the client saw it', async () => {
    const { id, name } = await created(speed);
    const ifMatch = { 'if-match': (await read(id)).headers.get('etag')! };
    const replace = (...listed: { id: string }[]) =>
      call('replaceSpecification', { as: 'ADMIN', params: { id }, body: { ...inputWith(...listed), name }, headers: ifMatch });
    const changed = await replace(volume, speed);
    expect(changed).to.deep.include({ status: 200 });
    expect(changed.body).to.deep.include({
      characteristic_ids: [volume.id, speed.id],
      version: 2,
      characteristics: [told(volume), told(speed)],
    });
    expect((await replace(speed)).status).to.equal(412);
    expect((await call('deleteSpecification', { as: 'ADMIN', params: { id }, headers: ifMatch })).status).to.equal(412);
  });

  it('shows what its characteristics are now, and is then another thing to a client that saw it before', async () => {
    const changing = await aKnownCharacteristic();
    const { id, name } = await created(changing);
    const etag = (await read(id)).headers.get('etag')!;
    await tell('CharacteristicUpdated', { ...changing, value: '200', version: 2 });
    const now = await call('getSpecification', {
      as: 'USER',
      params: { id },
      headers: { 'if-none-match': etag, 'cache-control': 'max-age=0' },
    });
    expect(now).to.have.nested.include({ status: 200, 'body.version': 1, 'body.characteristics[0].value': '200' });
    const body = { ...inputWith(changing), name };
    const late = await call('replaceSpecification', { as: 'ADMIN', params: { id }, body, headers: { 'if-match': etag } });
    expect(late.status).to.equal(412);
  });

  it('is invalid when a characteristic is deleted, until it lists only what exists', async () => {
    const gone = await aKnownCharacteristic();
    const { id, name } = await created(speed, gone);
    await tell('CharacteristicDeleted', { ...gone, version: 2 });
    const { body } = await eventually(async () => {
      const answer = await read(id);
      expect(answer.body.invalid).to.equal(true);
      return answer;
    });
    expect(body).to.deep.include({ version: 2, characteristic_ids: [speed.id, gone.id], characteristics: [told(speed)] });
    const replace = (...listed: { id: string }[]) =>
      call('replaceSpecification', { as: 'ADMIN', params: { id }, body: { ...inputWith(...listed), name } });
    expect((await replace(speed, gone)).status).to.equal(400);
    expect((await replace(speed)).body).to.deep.include({ invalid: false, version: 3, characteristic_ids: [speed.id] });
  });

  it('tells the others of everything that happens to a specification', async () => {
    const heard: EventOnTopic['resource.specifications.events'][] = [];
    const bus = await connectEventBus({ url: vhost.url, service: 'test' });
    try {
      await bus.subscribe('characteristic-service', {
        'resource.specifications.events': async (event) => void heard.push(event),
        'product.offerings.events': async () => {},
      });
      const gone = await aKnownCharacteristic();
      const { id, name } = await created(gone);
      await tell('CharacteristicDeleted', { ...gone, version: 2 });
      await eventually(async () => expect((await read(id)).body.invalid).to.equal(true));
      await call('replaceSpecification', { as: 'ADMIN', params: { id }, body: { ...inputWith(speed), name } });
      await call('deleteSpecification', { as: 'ADMIN', params: { id } });
      await eventually(() => {
        const about = heard.filter(({ payload }) => payload.id === id).toSorted((a, b) => a.entity_version - b.entity_version);
        expect(about.map(({ event_type, payload }) => [event_type, payload.invalid, payload.characteristic_ids])).to.eql([
          ['SpecificationCreated', false, [gone.id]],
          ['SpecificationUpdated', true, [gone.id]],
          ['SpecificationUpdated', false, [speed.id]],
          ['SpecificationDeleted', false, [speed.id]],
        ]);
      });
    } finally {
      await bus.close();
    }
  });

  it('deletes a specification, and then knows it no more', async () => {
    const { id, name } = await created(speed);
    expect((await call('deleteSpecification', { as: 'ADMIN', params: { id } })).status).to.equal(204);
    for (const operation of ['getSpecification', 'deleteSpecification'] as const) {
      expect((await call(operation, { as: 'ADMIN', params: { id } })).body.error.code).to.equal('NOT_FOUND');
    }
    expect((await call('replaceSpecification', { as: 'ADMIN', params: { id }, body: inputWith(speed) })).status).to.equal(404);
    expect((await call('getSpecification', { as: 'ADMIN', params: { id: 'seven' } })).status).to.equal(400);
    expect((await create({ ...inputWith(speed), name })).status).to.equal(201);
  });

  it('keeps a specification that an offering uses, and says which', async () => {
    const { id } = await created(speed);
    const offering = anOffering({ specification_ids: [randomUUID(), id] });
    await publishEvent(vhost.url, 'OfferingCreated', offering);
    await untilReplicaHas(database.url, 'offering_replicas', offering);
    const { status, body } = await call('deleteSpecification', { as: 'ADMIN', params: { id } });
    expect(status).to.equal(409);
    expect(body.error).to.deep.include({ code: 'IN_USE', details: { used_by: { offering_ids: [offering.id] } } });
    expect((await call('deleteSpecification', { as: 'ADMIN', params: { id: id.toUpperCase() } })).status).to.equal(400);
    const deleted = { ...offering, version: 2 };
    await publishEvent(vhost.url, 'OfferingDeleted', deleted);
    await untilReplicaHas(database.url, 'offering_replicas', deleted);
    expect((await call('deleteSpecification', { as: 'ADMIN', params: { id } })).status).to.equal(204);
  });

  it('says which offerings show a specification', async () => {
    const { id } = await created(speed);
    const published = anOffering({ specification_ids: [id], lifecycle_status: 'PUBLISHED' });
    const draft = anOffering({ specification_ids: [id] });
    for (const offering of [published, draft]) {
      await publishEvent(vhost.url, 'OfferingUpdated', offering);
      await untilReplicaHas(database.url, 'offering_replicas', offering);
    }
    expect((await call('getSpecificationImpact', { as: 'USER', params: { id } })).body).to.eql({
      published: { total: 1, ids: [published.id] },
      drafts: { total: 1, ids: [draft.id] },
    });
    expect((await call('getSpecificationImpact', { as: 'USER', params: { id: randomUUID() } })).status).to.equal(404);
  });

  it('lets nobody in without a token, and nobody do what their role may not', async () => {
    const { id } = await created(speed);
    const calls = {
      createSpecification: { body: inputWith(speed) },
      listSpecifications: {},
      getSpecificationImpact: { params: { id } },
      getSpecification: { params: { id } },
      replaceSpecification: { params: { id }, body: inputWith(speed) },
      deleteSpecification: { params: { id } },
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
    expect(health).to.eql({
      status: 'degraded',
      database: 'connected',
      message_broker: 'connected',
      dependencies: { characteristic_service: 'healthy', camunda: 'unhealthy' },
    });
    expect((await fetch(`${service.url}/health/ready`)).status).to.equal(200);
  });

  it('changes nothing on a precondition that it cannot read, or that does not hold', async () => {
    const { id } = await created(speed);
    const changes = { replaceSpecification: { body: inputWith(volume) }, deleteSpecification: {} };
    for (const [operation, options] of Object.entries(changes) as [keyof typeof changes, object][]) {
      await expectRefusedPreconditions((one) => call(operation, one), { as: 'ADMIN', params: { id }, ...options }, operation);
    }
    expect((await read(id)).body.version).to.equal(1);
  });

  it('has a test for every operation', () => expect(untested()).to.eql([]));
});
