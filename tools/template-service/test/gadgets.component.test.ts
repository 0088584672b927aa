import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { type ApiClient, apiClient } from '../../../test/support/api-client.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/support/postgres.ts';
import { expectRefusedPreconditions } from '../../../test/support/expect-refused-preconditions.ts';
import { type RunningService, startService } from '../../../test/support/start-service.ts';
import { startTokenIssuer, type TokenIssuer } from '../../../test/support/tokens.ts';
import { api } from '../src/api.ts';

describe('The gadget service', () => {
  let database: TestDatabase, issuer: TokenIssuer, service: RunningService;
  let call: ApiClient<typeof api>['call'], untested: ApiClient<typeof api>['untested'];

  before(async () => {
    [database, issuer] = await Promise.all([createTestDatabase(), startTokenIssuer()]);
    service = await startService('gadget-service', { DATABASE_URL: database.url, JWKS_URL: issuer.jwksUrl });
    ({ call, untested } = apiClient(service.url, api, issuer));
  });

  after(async () => {
    expect(await service.stop()).to.equal(0);
    await Promise.all([database.drop(), issuer.stop()]);
  });

  const aName = () => `Gadget ${randomUUID()}`;
  const created = async (name = aName()) => (await call('createGadget', { as: 'ADMIN', body: { name } })).body;

  it('creates a gadget and reads it back', async () => {
    const name = aName();
    const { status, body, headers } = await call('createGadget', { as: 'ADMIN', body: { name } });
    expect(status).to.equal(201);
    expect(body).to.include({ name, version: 1 });
    expect(headers.get('location')).to.equal(`/api/v1/gadgets/${body.id}`);
    expect(await call('getGadget', { as: 'USER', params: { id: body.id } })).to.deep.include({ status: 200, body });
  });

  it('lists by name', async () => {
    const gadget = await created();
    const { body } = await call('listGadgets', { as: 'USER', query: { name: gadget.name } });
    expect(body).to.deep.include({ total: 1, items: [gadget] });
  });

  it('takes a name once, whatever its case', async () => {
    const { name } = await created();
    const { status, body } = await call('createGadget', { as: 'ADMIN', body: { name: name.toUpperCase() } });
    expect(status).to.equal(409);
    expect(body.error).to.deep.include({ code: 'NAME_TAKEN', details: { field: 'name' } });
  });

  it('changes and deletes a gadget, and its history tells so', async () => {
    const { id } = await created();
    const name = aName();
    expect((await call('replaceGadget', { as: 'ADMIN', params: { id }, body: { name } })).body).to.include({ name, version: 2 });
    expect((await call('deleteGadget', { as: 'ADMIN', params: { id } })).status).to.equal(204);
    expect((await call('getGadget', { as: 'ADMIN', params: { id } })).body.error.code).to.equal('NOT_FOUND');
    const { body } = await call('getGadgetHistory', { as: 'USER', params: { id } });
    expect(body.items.map(({ change }: { change: string }) => change)).to.eql(['GadgetDeleted', 'GadgetUpdated', 'GadgetCreated']);
  });

  it('refuses what it cannot read', async () => {
    expect((await call('createGadget', { as: 'ADMIN', body: { name: 7 } })).body.error.code).to.equal('VALIDATION_ERROR');
    expect((await call('listGadgets', { as: 'USER', query: { page_size: '101' } })).status).to.equal(400);
    expect((await call('getGadgetHistory', { as: 'USER', params: { id: randomUUID() }, query: { page: '0' } })).status).to.equal(400);
  });

  it('lets nobody in without a token, and nobody do what their role may not', async () => {
    const { id } = await created();
    const body = { name: aName() };
    const reads = { listGadgets: {}, getGadget: { params: { id } }, getGadgetHistory: { params: { id } } };
    const changes = { createGadget: { body }, replaceGadget: { params: { id }, body }, deleteGadget: { params: { id } } };
    for (const [operation, options] of Object.entries({ ...reads, ...changes }) as [keyof typeof reads, object][]) {
      expect((await call(operation, options)).status, operation).to.equal(401);
    }
    for (const [operation, options] of Object.entries(changes) as [keyof typeof changes, object][]) {
      for (const role of ['USER', 'SERVICE'] as const)
        expect((await call(operation, { ...options, as: role })).status, operation).to.equal(403);
    }
  });

  it('changes nothing on a precondition that it cannot read, or that does not hold', async () => {
    const { id, name } = await created();
    for (const [operation, options] of [
      ['replaceGadget', { body: { name: `${name} 2` } }],
      ['deleteGadget', {}],
    ] as const) {
      await expectRefusedPreconditions((one) => call(operation, one), { as: 'ADMIN', params: { id }, ...options }, operation);
    }
    expect((await call('getGadget', { as: 'USER', params: { id } })).body.version).to.equal(1);
  });

  it('has a test for each of its operations', () => expect(untested()).to.eql([]));
});
