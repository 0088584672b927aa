import type { Category, HistoryEntry, Offering } from '@catalog/contracts';
import { connect, row, sql } from '@catalog/postgres';
import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { type ApiClient, apiClient } from '../../../test/support/api-client.ts';
import { expectRefusedPreconditions } from '../../../test/support/expect-refused-preconditions.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/support/postgres.ts';
import { createTestVhost, type TestVhost } from '../../../test/support/rabbitmq.ts';
import { type RunningService, startService } from '../../../test/support/start-service.ts';
import { startTokenIssuer, type TokenIssuer } from '../../../test/support/tokens.ts';
import { api } from '../src/api.ts';
import { type CategoryInput, categoryOperations } from '../src/category-operations.ts';

describe('Categories', () => {
  let database: TestDatabase, vhost: TestVhost, issuer: TokenIssuer, service: RunningService;
  let call: ApiClient<typeof api>['call'], untested: ApiClient<typeof api>['untested'];

  before(async () => {
    [database, vhost, issuer] = await Promise.all([createTestDatabase(), createTestVhost(), startTokenIssuer()]);
    const nowhere = 'http://127.0.0.1:1';
    service = await startService('offering-service', {
      DATABASE_URL: database.url,
      RABBITMQ_URL: vhost.url,
      JWKS_URL: issuer.jwksUrl,
      SPECIFICATION_SERVICE_URL: nowhere,
      PRICING_SERVICE_URL: nowhere,
      CAMUNDA_URL: `${nowhere}/engine-rest`,
    });
    ({ call, untested } = apiClient(service.url, api, issuer));
  });

  after(async () => {
    expect(await service.stop()).to.equal(0);
    await Promise.all([database.drop(), vhost.delete(), issuer.stop()]);
  });

  const create = (input: Partial<CategoryInput> = {}) =>
    call('createCategory', { as: 'ADMIN', body: { name: `Internet ${randomUUID()}`, ...input } });
  const created = async (input: Partial<CategoryInput> = {}) => (await create(input)).body;
  const move = (id: string, parent_id: string | null) =>
    call('replaceCategory', { as: 'ADMIN', params: { id }, body: { name: `Moved ${id}`, parent_id } });
  const listed = async (query: Record<string, string>) => {
    const { items } = (await call('listCategories', { as: 'USER', query })).body as { items: Category[] };
    return items.map(({ id }) => id);
  };

  it('are created, read, changed and deleted, and each change is remembered', async () => {
    const { status, body, headers } = await create({ name: 'TV', sort_order: 30, description: 'Two\r\nlines', external_id: 'CAT-TV' });
    expect(status).to.equal(201);
    expect(body).to.deep.include({
      name: 'TV',
      parent_id: null,
      sort_order: 30,
      description: 'Two\nlines',
      external_id: 'CAT-TV',
      version: 1,
    });
    expect(headers.get('location')).to.equal(`/api/v1/categories/${body.id}`);
    const params = { id: body.id };
    expect(await call('getCategory', { as: 'USER', params })).to.deep.include({ status: 200, body });
    const changed = await call('replaceCategory', { as: 'ADMIN', params, body: { name: 'Television', sort_order: 30 } });
    expect(changed.body).to.deep.include({ name: 'Television', description: null, external_id: null, version: 2 });
    expect((await call('deleteCategory', { as: 'ADMIN', params })).status).to.equal(204);
    expect((await call('getCategory', { as: 'USER', params })).status).to.equal(404);
    const { items } = (await call('getCategoryHistory', { as: 'USER', params })).body;
    expect((items as HistoryEntry[]).map(({ change }) => change)).to.eql(['CategoryDeleted', 'CategoryUpdated', 'CategoryCreated']);
  });

  it('are found by what they are in, by name and by external id', async () => {
    const root = await created({ external_id: `CAT-${randomUUID()}` });
    const [late, early] = [await created({ parent_id: root.id, sort_order: 2 }), await created({ parent_id: root.id, sort_order: 1 })];
    expect(await listed({ parent_id: root.id, sort: 'sort_order' })).to.eql([early.id, late.id]);
    expect(await listed({ name: root.name.toUpperCase() })).to.eql([root.id]);
    expect(await listed({ external_id: root.external_id })).to.eql([root.id]);
    expect(await listed({ root: 'true', page_size: '100' }))
      .to.include(root.id)
      .and.not.to.include(late.id);
    expect(await listed({ root: 'false', page_size: '100' }))
      .to.include(late.id)
      .and.not.to.include(root.id);
  });

  it('are changed by administrators alone', async () => {
    const { id } = await created();
    const body = { name: 'Mine' };
    for (const as of ['USER', 'SERVICE'] as const) {
      expect((await call('createCategory', { as, body })).status).to.equal(403);
      expect((await call('replaceCategory', { as, params: { id }, body })).status).to.equal(403);
      expect((await call('deleteCategory', { as, params: { id } })).status).to.equal(403);
    }
  });

  it('have names of their own among their siblings, in any case', async () => {
    const [one, other] = [await created(), await created()];
    expect((await create({ name: 'Fiber İzmir', parent_id: one.id })).status).to.equal(201);
    const again = await create({ name: 'FIBER İZMIR', parent_id: one.id });
    expect([again.status, again.body.error.code]).to.eql([409, 'NAME_TAKEN']);
    expect((await create({ name: 'Fiber İzmir', parent_id: other.id })).status).to.equal(201);
    expect((await create({ name: one.name.toUpperCase() })).body.error.code).to.equal('NAME_TAKEN');
  });

  it('have external ids of their own', async () => {
    const external_id = `CAT-${randomUUID()}`;
    await created({ external_id });
    expect((await create({ external_id })).body.error).to.deep.include({ code: 'EXTERNAL_ID_TAKEN', details: { field: 'external_id' } });
  });

  it('are in categories that exist', async () => {
    const nowhere = randomUUID();
    const { status, body } = await create({ parent_id: nowhere });
    expect(status).to.equal(400);
    expect(body.error).to.deep.include({ code: 'INVALID_REFERENCE', details: { field: 'parent_id', invalid_ids: [nowhere] } });
  });

  it('are not deleted while there are categories below them, and the refusal names these', async () => {
    const parent = await created();
    const child = await created({ parent_id: parent.id });
    const { status, body } = await call('deleteCategory', { as: 'ADMIN', params: { id: parent.id } });
    expect(status).to.equal(409);
    expect(body.error).to.deep.include({ code: 'IN_USE', details: { used_by: { category_ids: [child.id], offering_ids: [] } } });
  });

  describe('and offerings', () => {
    const draft = (category_ids: string[], name = `Offering ${randomUUID()}`) =>
      call('createOffering', { as: 'USER', body: { name, category_ids } });
    const inCategory = async (category_id: string) =>
      ((await call('listOfferings', { as: 'USER', query: { category_id } })).body as { items: Offering[] }).items.map(({ id }) => id);

    it('are kept together: each is in as many as it says, and is found by them and by all that they are in', async () => {
      const root = await created();
      const leaf = await created({ parent_id: (await created({ parent_id: root.id })).id });
      const other = await created();
      const { body } = await draft([leaf.id, other.id]);
      expect(body.category_ids).to.eql([leaf.id, other.id]);
      for (const { id } of [root, leaf, other]) expect(await inCategory(id)).to.eql([body.id]);
      const changed = await call('replaceOffering', {
        as: 'USER',
        params: { id: body.id },
        body: { name: body.name, category_ids: [other.id] },
      });
      expect(changed.body).to.deep.include({ category_ids: [other.id], version: 2 });
      expect(await inCategory(root.id)).to.eql([]);
    });

    it('are put together only if the category exists', async () => {
      const [known, gone] = [await created(), randomUUID()];
      const { status, body } = await draft([known.id, gone]);
      expect(status).to.equal(400);
      expect(body.error).to.deep.include({ code: 'INVALID_REFERENCE', details: { field: 'category_ids', invalid_ids: [gone] } });
      expect((await draft(Array.from({ length: 21 }, () => randomUUID()))).status).to.equal(400);
      expect((await draft([known.id, known.id])).status).to.equal(400);
    });

    it('keep a category from being deleted, and the refusal names them', async () => {
      const { id } = await created();
      const { body: offering } = await draft([id]);
      const refused = await call('deleteCategory', { as: 'ADMIN', params: { id } });
      expect(refused.status).to.equal(409);
      expect(refused.body.error.details).to.eql({ used_by: { category_ids: [], offering_ids: [offering.id] } });
      await call('deleteOffering', { as: 'USER', params: { id: offering.id } });
      expect((await call('deleteCategory', { as: 'ADMIN', params: { id } })).status).to.equal(204);
    });

    it('are not kept together by what was retired, but by its next revision while that is prepared', async () => {
      const [kept, next] = [await created(), await created()];
      const { body: offering } = await draft([kept.id]);
      const rows = await connect(database.url);
      await rows.query(sql.type(row())`
        update product_offerings set lifecycle_status = 'RETIRED', next_revision = jsonb_build_object('category_ids', jsonb_build_array(${next.id}::text))
        where id = ${offering.id}`);
      await rows.end();
      expect(await inCategory(next.id)).to.eql([offering.id]);
      expect((await call('deleteCategory', { as: 'ADMIN', params: { id: kept.id } })).status).to.equal(204);
      const refused = await call('deleteCategory', { as: 'ADMIN', params: { id: next.id } });
      expect(refused.body.error.details).to.eql({ used_by: { category_ids: [], offering_ids: [offering.id] } });
    });

    it('are never left with one that was deleted just then', async () => {
      for (let round = 0; round < 10; round += 1) {
        const { id } = await created();
        const [drafted, deleted] = await Promise.all([draft([id]), call('deleteCategory', { as: 'ADMIN', params: { id } })]);
        expect([
          [201, 409],
          [400, 204],
        ]).to.deep.include([drafted.status, deleted.status]);
      }
    });
  });

  it('make no circle when two that would make one are moved at once', async () => {
    for (let round = 0; round < 10; round += 1) {
      const [one, other] = [await created(), await created()];
      const moves = await Promise.all([move(one.id, other.id), move(other.id, one.id)]);
      expect(moves.map(({ status }) => status).toSorted()).to.eql([200, 400]);
    }
  });

  it('stay within six levels when two branches are put on each other at once', async () => {
    const branch = async () => {
      const line = [await created()];
      for (let level = 1; level < 3; level += 1) line.push(await created({ parent_id: line.at(-1)!.id }));
      return line;
    };
    const [one, two, three] = await Promise.all([branch(), branch(), branch()]);
    const moves = await Promise.all([move(two[0]!.id, one[2]!.id), move(three[0]!.id, two[2]!.id)]);
    expect(moves.map(({ status }) => status).toSorted()).to.eql([200, 400]);
  });

  it('are created once by a request that is repeated', async () => {
    const request = { as: 'ADMIN' as const, body: { name: `Once ${randomUUID()}` }, headers: { 'idempotency-key': randomUUID() } };
    const first = await call('createCategory', request);
    expect((await call('createCategory', request)).body).to.eql(first.body);
  });

  it('are changed and deleted only as they were read', async () => {
    const { id, name } = await created();
    const params = { id };
    await expectRefusedPreconditions((one) => call('replaceCategory', one), { as: 'ADMIN', params, body: { name } }, 'replaceCategory');
    await expectRefusedPreconditions((one) => call('deleteCategory', one), { as: 'ADMIN', params }, 'deleteCategory');
    expect((await call('getCategory', { as: 'USER', params })).body.version).to.equal(1);
  });

  it('are shown to nobody who has not signed in, and nothing is made of what is no category', async () => {
    const operations = Object.keys(categoryOperations) as (keyof typeof categoryOperations)[];
    for (const operation of operations) expect((await call(operation, { params: { id: randomUUID() } })).status, operation).to.equal(401);
    for (const body of [{}, { name: '' }, { name: 'a', sort_order: -1 }, { name: 'a', sort_order: 1.5 }, { name: 'a', level: 1 }]) {
      expect((await call('createCategory', { as: 'ADMIN', body })).status).to.equal(400);
    }
    expect((await call('listCategories', { as: 'USER', query: { sort: 'parent_id' } })).status).to.equal(400);
    expect((await call('getCategoryHistory', { as: 'USER', params: { id: randomUUID() } })).status).to.equal(404);
  });

  it('have a test for every operation', () => {
    expect(untested().filter((gap) => Object.keys(categoryOperations).some((operation) => gap.startsWith(`${operation}:`)))).to.eql([]);
  });
});
