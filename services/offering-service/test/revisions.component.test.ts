/** The revisions of an offering over HTTP, published on the real engine. */
import type { HistoryEntry, Offering } from '@catalog/contracts';
import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { type ApiClient, apiClient } from '../../../test/support/api-client.ts';
import { publishEvent } from '../../../test/support/events.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { expectRefusedPreconditions } from '../../../test/support/expect-refused-preconditions.ts';
import { type Revision, revisionOperations } from '../src/revision-operations.ts';
import { type DueOffering, scheduleOperations } from '../src/schedule-operations.ts';
import { type ServiceOnEngine, startServiceOnEngine } from './service-on-engine.ts';

const scheduleApi = { title: 'Schedules', description: '', operations: scheduleOperations };
const revisionApi = { title: 'Revisions', description: '', operations: revisionOperations };

describe('The revisions of an offering', function () {
  let catalog: ServiceOnEngine;
  let call: ServiceOnEngine['call'];
  let scheduleCall: ApiClient<typeof scheduleApi>['call'];
  let revisionCall: ApiClient<typeof revisionApi>['call'], untested: ApiClient<typeof revisionApi>['untested'];

  before(async () => {
    catalog = await startServiceOnEngine();
    ({ call } = catalog);
    ({ call: scheduleCall } = apiClient(catalog.service.url, scheduleApi, catalog.issuer));
    ({ call: revisionCall, untested } = apiClient(catalog.service.url, revisionApi, catalog.issuer));
  });
  after(() => catalog.stop());

  const offering = async (id: string) => (await call('getOffering', { as: 'USER', params: { id } })).body as Offering;
  const at = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
  const contentOfInput = (changes: object = {}) => catalog.anInput(changes);

  async function publishedOffering(changes: object = {}): Promise<Offering> {
    const id = await catalog.drafted(changes);
    await catalog.published(id);
    return offering(id);
  }

  const opened = async (id: string, body?: object) => {
    const answer = await revisionCall('openRevision', { as: 'USER', params: { id }, ...(body && { body }) });
    expect(answer.status).to.equal(201);
    return answer.body as Revision;
  };

  const changed = async (id: string, changes: object) => {
    const params = { id, revision: 'draft' };
    const answer = await revisionCall('replaceRevision', { as: 'USER', params, body: contentOfInput(changes) });
    expect(answer.status).to.equal(200);
    return answer.body as Revision;
  };

  async function publishRevision(id: string): Promise<string> {
    const answer = await revisionCall('publishRevision', { as: 'ADMIN', params: { id, revision: 'draft' } });
    expect(answer.status).to.equal(202);
    return answer.body.saga_id as string;
  }

  async function publishedRevision(id: string): Promise<Offering> {
    const sagaId = await publishRevision(id);
    return eventually(async () => {
      const read = await offering(id);
      expect(read).to.include({ lifecycle_status: 'PUBLISHED', saga_id: sagaId });
      return read;
    });
  }

  const revision = async (id: string, number: number | 'draft', query: Record<string, number> = {}) =>
    (await revisionCall('getRevision', { as: 'SERVICE', params: { id, revision: String(number) }, query })).body as Revision;

  it('begin with the offering itself, which is its first', async () => {
    const id = await catalog.drafted();
    expect(await revision(id, 1)).to.include({ revision: 1, lifecycle_status: 'DRAFT', published_at: null });
    expect(await revision(id, 'draft')).to.deep.include({ revision: 1, name: (await offering(id)).name });
    expect((await changed(id, { name: 'Renamed' })).name).to.equal('Renamed');
    expect((await offering(id)).name).to.equal('Renamed');
    expect((await revisionCall('discardRevision', { as: 'USER', params: { id, revision: '1' } })).status).to.equal(204);
    expect((await call('getOffering', { as: 'USER', params: { id } })).status).to.equal(404);
  });

  it('follow each other under one id, while what is published stays until the next one is', async () => {
    const before = await publishedOffering({ name: 'As published' });
    const { id } = before;
    const answer = await revisionCall('openRevision', { as: 'USER', params: { id } });
    expect(answer.headers.get('location')).to.equal(`/api/v1/offerings/${id}/revisions/2`);
    await changed(id, { name: 'As revised' });
    expect(await offering(id)).to.deep.include({ name: 'As published', lifecycle_status: 'PUBLISHED', revision: 1 });
    const after = await publishedRevision(id);
    expect(after).to.deep.include({ name: 'As revised', revision: 2, revises: 1, next_revision: null });
    expect(await revision(id, 1)).to.include({ name: 'As published', lifecycle_status: 'SUPERSEDED', published_at: before.published_at });
    const { body } = await revisionCall('listRevisions', { as: 'USER', params: { id } });
    expect(body.items.map((one: Revision) => [one.revision, one.lifecycle_status, one.name])).to.eql([
      [2, 'PUBLISHED', 'As revised'],
      [1, 'SUPERSEDED', 'As published'],
    ]);
  });

  it('keep what customers saw, and tell what has changed since', async () => {
    const { id } = await publishedOffering();
    expect(await offering(id)).to.have.property('changed_since_publish', false);
    const { snapshot } = await revision(id, 1);
    expect(snapshot.prices).to.have.lengthOf(1);
    expect(snapshot.prices[0]).to.include({ id: catalog.price.id, value: catalog.price.value });
    const { value, unit_of_measure } = catalog.characteristic;
    expect(snapshot.specifications[0]!.characteristics[0]).to.include({ value, unit_of_measure });
    const risen = { ...catalog.price, value: catalog.price.value + 10, version: catalog.price.version + 1 };
    await publishEvent(catalog.brokerUrl, 'PriceUpdated', risen);
    await eventually(async () => expect((await offering(id)) as object).to.have.property('changed_since_publish', true));
    await opened(id);
    const { differences } = await revision(id, 'draft', { against: 1 });
    expect(differences).to.have.lengthOf(1);
    expect(differences![0]).to.have.nested.include({
      field: 'prices',
      id: risen.id,
      'from.value': catalog.price.value,
      'to.value': risen.value,
    });
    expect((await revision(id, 1)).snapshot).to.eql(snapshot);
    await publishEvent(catalog.brokerUrl, 'PriceUpdated', { ...catalog.price, version: risen.version + 1 });
    await eventually(async () => expect((await offering(id)) as object).to.have.property('changed_since_publish', false));
  });

  it('begin as a copy of any earlier one, one at a time, and can be discarded', async () => {
    const { id } = await publishedOffering({ name: 'First' });
    await opened(id);
    await changed(id, { name: 'Second' });
    await publishedRevision(id);
    expect(await opened(id, { from: 1 })).to.include({ revision: 3, revises: 1, name: 'First' });
    const again = await revisionCall('openRevision', { as: 'USER', params: { id } });
    expect(again).to.have.nested.include({ status: 409, 'body.error.code': 'REVISION_OPEN', 'body.error.details.revision': 3 });
    expect((await revisionCall('discardRevision', { as: 'USER', params: { id, revision: '3' } })).status).to.equal(204);
    expect((await revisionCall('getRevision', { as: 'USER', params: { id, revision: 'draft' } })).status).to.equal(404);
    expect((await revisionCall('openRevision', { as: 'USER', params: { id }, body: { from: 9 } })).status).to.equal(404);
    expect(await offering(id)).to.include({ name: 'Second', revision: 2 });
  });

  for (const step of ['lock-prices', 'validate-specifications', 'create-store-entry'] as const) {
    it(`leave what is published alone when ${step} fails, and say why`, async () => {
      const { id, saga_id } = await publishedOffering();
      await opened(id);
      await changed(id, { name: 'Not to be' });
      catalog.neighbours.plan(id, { [step]: () => Promise.reject(new Error('it does not work today')) });
      const failing = await publishRevision(id);
      await eventually(async () => {
        expect((await offering(id)).next_revision).to.have.nested.include({
          lifecycle_status: 'DRAFT',
          'last_publication_error.saga_id': failing,
        });
      });
      expect(await offering(id)).to.deep.include({ lifecycle_status: 'PUBLISHED', saga_id, revision: 1, last_publication_error: null });
    });
  }

  it('bring a retired offering back, under its own id', async () => {
    const { id } = await publishedOffering({ external_id: `X-${randomUUID()}` });
    await call('retireOffering', { as: 'ADMIN', params: { id } });
    await opened(id);
    expect(await publishedRevision(id)).to.deep.include({ id, lifecycle_status: 'PUBLISHED', retired_at: null, revision: 2 });
  });

  it('do not own the external_id, which can be freed once the offering is retired', async () => {
    const external_id = `X-${randomUUID()}`;
    const { id } = await publishedOffering({ external_id });
    const free = (headers = {}) => revisionCall('changeExternalId', { as: 'ADMIN', params: { id }, body: { external_id: null }, headers });
    expect((await free()).status).to.equal(409);
    await call('retireOffering', { as: 'ADMIN', params: { id } });
    expect((await free({ 'if-match': '"1"' })).status).to.equal(412);
    expect((await free()).body).to.deep.include({ external_id: null, lifecycle_status: 'RETIRED' });
    const other = await catalog.drafted({ external_id });
    const back = await revisionCall('changeExternalId', { as: 'ADMIN', params: { id }, body: { external_id } });
    expect(back).to.have.nested.include({ status: 409, 'body.error.code': 'EXTERNAL_ID_TAKEN' });
    expect((await offering(other)).external_id).to.equal(external_id);
  });

  it('are due to be published beside what is published, and no longer once that is cancelled', async () => {
    const { id } = await publishedOffering();
    await opened(id);
    const params = { id, revision: '2' };
    const due = await revisionCall('publishRevision', { as: 'ADMIN', params, body: { at: at(1) } });
    expect(due).to.have.nested.include({ status: 202, 'body.status': 'PUBLISHED', 'body.scheduled.action': 'publish' });
    const refused = await revisionCall('replaceRevision', { as: 'USER', params, body: contentOfInput() });
    expect(refused).to.have.nested.include({ status: 403, 'body.error.code': 'SCHEDULED' });
    expect((await revisionCall('cancelRevisionSchedule', { as: 'ADMIN', params })).status).to.equal(204);
    expect((await revisionCall('cancelRevisionSchedule', { as: 'ADMIN', params })).status).to.equal(404);
    expect((await offering(id)).next_revision?.scheduled).to.equal(null);
  });

  it('are due in the list of what is due, with who wanted that', async () => {
    const { id } = await publishedOffering({ name: 'Published' });
    await opened(id);
    await changed(id, { name: 'Successor' });
    await revisionCall('publishRevision', { as: 'ADMIN', params: { id, revision: '2' }, body: { at: at(2) } });
    await call('retireOffering', { as: 'ADMIN', params: { id }, body: { at: at(5) } });
    const listed = async (query: Record<string, string> = {}) => {
      const { body } = await scheduleCall('listSchedules', { as: 'USER', query });
      return (body.items as DueOffering[]).filter(({ offering_id }) => offering_id === id);
    };
    expect(
      (await listed()).map(({ action, revision, offering_name, scheduled_by }) => [action, revision, offering_name, scheduled_by]),
    ).to.eql([
      ['publish', 2, 'Successor', 'admin'],
      ['retire', 1, 'Published', 'admin'],
    ]);
    expect((await listed({ action: 'retire' })).map(({ action }) => action)).to.eql(['retire']);
    expect((await listed({ from: at(3) })).map(({ action }) => action)).to.eql(['retire']);
    expect((await listed({ until: at(3) })).map(({ action }) => action)).to.eql(['publish']);
    expect((await scheduleCall('listSchedules', { as: 'USER', query: { from: 'tomorrow' } })).status).to.equal(400);
    expect((await scheduleCall('listSchedules')).status).to.equal(401);
  });

  it('are named by the history, with who changed what in which', async () => {
    const { id } = await publishedOffering({ name: 'First', description: 'Good' });
    await opened(id);
    await changed(id, { name: 'Second', description: 'Good' });
    await publishedRevision(id);
    const { body } = await call('getOfferingHistory', { as: 'USER', params: { id } });
    const entries = (body.items as HistoryEntry[]).map(({ change, revision, from_status, to_status }) => [
      change,
      revision,
      from_status,
      to_status,
    ]);
    expect(entries.slice(0, 4)).to.eql([
      ['OfferingPublished', 2, 'PUBLISHING', 'PUBLISHED'],
      ['OfferingPublicationInitiated', 2, 'DRAFT', 'PUBLISHING'],
      ['OfferingRevisionUpdated', 2, 'DRAFT', 'DRAFT'],
      ['OfferingRevisionOpened', 2, 'PUBLISHED', 'DRAFT'],
    ]);
    expect((body.items as HistoryEntry[])[2]!.changes).to.eql([{ field: 'name', from: 'First', to: 'Second' }]);
  });

  it('have a history that tells of what they refer to as well, and by whom', async () => {
    const { id } = await publishedOffering();
    const changes = async () =>
      ((await call('getOfferingHistory', { as: 'USER', params: { id } })).body.items as HistoryEntry[]).filter(
        ({ about }) => about?.id === catalog.price.id,
      );
    const version = catalog.price.version + 10;
    const risen = { ...catalog.price, value: 33, version };
    await publishEvent(catalog.brokerUrl, 'PriceUpdated', risen, { actor: { subject: 'bea-1', username: 'bea', role: 'ADMIN' } });
    await eventually(async () => expect(await changes()).to.have.lengthOf(1));
    await publishEvent(catalog.brokerUrl, 'PriceLocked', {
      ...risen,
      locked: true,
      locked_by_saga_ids: [randomUUID()],
      version: version + 1,
    });
    await publishEvent(catalog.brokerUrl, 'PriceUpdated', { ...risen, value: 20, version: version + 2 });
    await eventually(async () => expect(await changes()).to.have.lengthOf(2));
    const [fall, rise] = await changes();
    expect(rise).to.deep.include({
      change: 'PriceUpdated',
      about: { kind: 'price', id: catalog.price.id, name: catalog.price.name },
      changes: [{ field: 'value', from: catalog.price.value, to: 33 }],
      actor: { subject: 'bea-1', username: 'bea', role: 'ADMIN' },
    });
    expect(fall!.changes).to.eql([{ field: 'value', from: 33, to: 20 }]);
    expect(fall!.actor.username).to.equal('unknown');
  });

  it('are published, and stay as they were: only the one that is open changes', async () => {
    const { id } = await publishedOffering();
    const params = { id, revision: '1' };
    const body = contentOfInput({ name: 'Never' });
    for (const [operation, options] of [
      ['replaceRevision', { body }],
      ['discardRevision', {}],
      ['validateRevision', {}],
      ['publishRevision', {}],
      ['cancelRevisionSchedule', {}],
    ] as const) {
      const answer = await revisionCall(operation, { as: 'ADMIN', params, ...options });
      expect(answer, operation).to.have.nested.include({ status: 409, 'body.error.code': 'WRONG_STATE' });
    }
    for (const revision of ['0', '-1', '1.5', 'latest', '99999999999999999999']) {
      const answer = await revisionCall('getRevision', { as: 'USER', params: { id, revision } });
      expect(answer.status, revision).to.be.oneOf([400, 404]);
    }
    await opened(id);
    for (const operation of ['replaceOffering', 'publishOffering', 'validateOffering', 'deleteOffering'] as const) {
      const answer = await call(operation, { as: 'ADMIN', params: { id }, ...(operation === 'replaceOffering' && { body }) });
      expect(answer, operation).to.have.nested.include({ status: 409, 'body.error.code': 'WRONG_STATE' });
    }
    const valid = await revisionCall('validateRevision', { as: 'USER', params: { id, revision: 'draft' } });
    expect(valid.body).to.eql({ publishable: true, reasons: [] });
  });

  it('let one of many win who open one at once', async () => {
    const { id } = await publishedOffering();
    const answers = await Promise.all(Array.from({ length: 10 }, () => revisionCall('openRevision', { as: 'USER', params: { id } })));
    expect(answers.map(({ status }) => status).toSorted()).to.eql([201, ...Array.from({ length: 9 }, () => 409)]);
  });

  it('let nobody in without a token, nor do what their role may not, nor on a precondition that does not hold', async () => {
    const { id } = await publishedOffering();
    const draft = { id, revision: 'draft' };
    const calls = {
      listRevisions: { params: { id } },
      openRevision: { params: { id } },
      getRevision: { params: { id, revision: '1' } },
      replaceRevision: { params: draft, body: contentOfInput() },
      discardRevision: { params: draft },
      validateRevision: { params: draft },
      publishRevision: { params: draft },
      cancelRevisionSchedule: { params: draft },
      changeExternalId: { params: { id }, body: { external_id: null } },
    };
    for (const [operation, options] of Object.entries(calls) as [keyof typeof calls, object][]) {
      expect((await revisionCall(operation, options)).status, operation).to.equal(401);
      const isRead = /^(list|get)/.test(operation);
      expect((await revisionCall(operation, { ...options, as: 'SERVICE' })).status, operation).to.equal(isRead ? 200 : 403);
    }
    await expectRefusedPreconditions((one) => revisionCall('openRevision', one), { as: 'ADMIN', params: { id } }, 'openRevision');
    await opened(id);
    for (const operation of ['replaceRevision', 'discardRevision', 'publishRevision', 'cancelRevisionSchedule'] as const) {
      await expectRefusedPreconditions((one) => revisionCall(operation, one), { as: 'ADMIN', ...calls[operation] }, operation);
    }
    expect((await revisionCall('listRevisions', { as: 'USER', params: { id }, query: { page: 0 } })).status).to.equal(400);
    const refused = await revisionCall('replaceRevision', { as: 'USER', params: draft, body: { ...contentOfInput(), external_id: 'X' } });
    expect(refused.status).to.equal(400);
  });

  it('have a test for every operation', () => expect(untested()).to.eql([]));
});
