import type { HistoryEntry } from '@catalog/contracts';
import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { type ApiClient, apiClient } from '../../../test/support/api-client.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/support/postgres.ts';
import { createTestVhost, type TestVhost } from '../../../test/support/rabbitmq.ts';
import { type RunningService, startService } from '../../../test/support/start-service.ts';
import { startTokenIssuer, type TokenIssuer } from '../../../test/support/tokens.ts';
import { api } from '../src/api.ts';
import { calendarOperations } from '../src/calendar-operations.ts';
import { anInput } from './price-examples.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();
const soon = (ms = 400) => new Date(Date.now() + ms).toISOString();

describe('The calendar of a price', () => {
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

  const created = async (changes = {}) =>
    (await call('createPrice', { as: 'ADMIN', body: anInput({ name: `Price ${randomUUID()}`, value: 24.99, ...changes }) })).body;
  const schedule = (id: string, body: object, headers = {}) => call('schedulePriceChange', { as: 'ADMIN', params: { id }, body, headers });
  const priceOf = async (id: string) => (await call('getPrice', { as: 'USER', params: { id } })).body;
  const until = (id: string, wanted: object) =>
    eventually(async () => {
      const price = await priceOf(id);
      expect(price).to.deep.include(wanted);
      return price;
    });

  it('keeps a change until it is due, and carries it out in the name of whoever scheduled it', async () => {
    const { id } = await created();
    const reply = await schedule(id, { at: soon(), value: 33 }, { 'x-correlation-id': `spring-${id}` });
    expect(reply.status).to.equal(201);
    expect(reply.body).to.include({ price_id: id, value: 33, valid_until: null, status: 'DUE', previous_value: null });
    expect(reply.headers.get('location')).to.equal(`/api/v1/prices/${id}/changes/${reply.body.id}`);
    expect((await priceOf(id)).value).to.equal(24.99);
    await until(id, { value: 33, version: 2, reduced: null });
    const change = await call('getPriceChange', { as: 'USER', params: { id, change_id: reply.body.id } });
    expect(change.body).to.include({ status: 'CARRIED_OUT', previous_value: 24.99 });
    const [last] = (await call('getPriceHistory', { as: 'USER', params: { id } })).body.items as HistoryEntry[];
    expect(last).to.deep.include({
      change: 'PriceUpdated',
      correlation_id: `spring-${id}`,
      actor: { subject: 'admin-1', username: 'schedule of admin', role: 'SERVICE' },
      changes: [{ field: 'value', from: 24.99, to: 33 }],
    });
  });

  it('lowers a price for a window, says what it was before, and brings that back', async () => {
    const { id, name } = await created({ value: 22 });
    await call('replacePrice', { as: 'ADMIN', params: { id }, body: anInput({ name, value: 24.99 }) });
    const valid_until = soon(2_500);
    const { body } = await schedule(id, { value: 0, valid_until });
    const during = await until(id, { value: 0 });
    expect(during.reduced).to.deep.include({ valid_until, previous_value: 24.99, lowest_30_days: 22 });
    const refused = await call('replacePrice', { as: 'ADMIN', params: { id }, body: anInput({ name, value: 30 }) });
    expect(refused).to.have.nested.include({ status: 409, 'body.error.code': 'OVERLAPPING_CHANGE' });
    expect(refused.body.error.details).to.deep.include({ field: 'value', in_the_way: { change_id: body.id, at: body.at, valid_until } });
    const renamed = await call('replacePrice', { as: 'ADMIN', params: { id }, body: anInput({ name: `${name} now`, value: 0 }) });
    expect(renamed.body).to.include({ name: `${name} now`, value: 0 });
    expect(await until(id, { value: 24.99 })).to.include({ reduced: null });
    expect((await call('getPriceChange', { as: 'USER', params: { id, change_id: body.id } })).body.status).to.equal('CARRIED_OUT');
    const values = await call('listPriceValues', { as: 'USER', params: { id } });
    expect(values.body.items.map(({ value }: { value: number }) => value)).to.eql([24.99, 0, 24.99, 22]);
    for (const [later, earlier] of values.body.items.slice(1).map((one: object, i: number) => [values.body.items[i], one])) {
      expect(earlier.valid_until).to.equal(later.valid_from);
    }
  });

  it('refuses what overlaps, naming what is in the way, and more than it keeps', async () => {
    const { id } = await created();
    const window = (await schedule(id, { at: inDays(10), value: 20, valid_until: inDays(20) })).body;
    const refused = await schedule(id, { at: inDays(15), value: 21 });
    expect(refused.status).to.equal(409);
    expect(refused.body.error).to.deep.include({
      code: 'OVERLAPPING_CHANGE',
      details: { in_the_way: { change_id: window.id, at: window.at, valid_until: window.valid_until } },
    });
    const all = await Promise.all(Array.from({ length: 55 }, (_, i) => schedule(id, { at: inDays(30 + i), value: 30 })));
    expect(all.map(({ status }) => status).sort()).to.eql([
      ...Array.from({ length: 49 }, () => 201),
      ...Array.from({ length: 6 }, () => 409),
    ]);
    expect(all.find(({ status }) => status === 409)!.body.error).to.deep.include({ code: 'TOO_MANY_CHANGES', details: { limit: 50 } });
  });

  it('keeps one of many changes that want the same moment, and one of a repeated request', async () => {
    const { id } = await created();
    const at = inDays(3);
    const answers = await Promise.all(Array.from({ length: 10 }, (_, i) => schedule(id, { at, value: 20 + i })));
    expect(answers.map(({ status }) => status).sort()).to.eql([201, ...Array.from({ length: 9 }, () => 409)]);
    const headers = { 'idempotency-key': randomUUID() };
    const body = { at: inDays(4), value: 40 };
    const first = await schedule(id, body, headers);
    const again = await schedule(id, body, headers);
    expect(again).to.deep.include({ status: 201, body: first.body });
    expect(again.headers.get('idempotent-replayed')).to.equal('true');
    expect((await call('listPriceChanges', { as: 'USER', params: { id } })).body.total).to.equal(2);
  });

  for (const [field, body] of [
    ['at', { value: 1 }],
    ['at', { value: 1, at: '2020-01-01T00:00:00Z' }],
    ['at', { value: 1, at: '2026-02-30T00:00:00Z' }],
    ['at', { value: 1, at: '2026-12-01T00:00:00' }],
    ['valid_until', { value: 1, valid_until: '2020-01-01T00:00:00Z' }],
    ['value', { value: 0, at: inDays(1) }],
    ['value', { value: -1, at: inDays(1) }],
    ['value', { at: inDays(1) }],
    ['colour', { value: 1, at: inDays(1), colour: 'red' }],
  ] as const) {
    it(`refuses ${JSON.stringify(body)}`, async () => {
      const { id } = await created();
      const { status, body: refusal } = await schedule(id, body);
      expect([status, refusal.error.code, refusal.error.details.field]).to.eql([400, 'VALIDATION_ERROR', field]);
    });
  }

  it('lists changes page by page, of one price and of all', async () => {
    const { id } = await created();
    const [first, second] = [await schedule(id, { at: inDays(1), value: 1 }), await schedule(id, { at: inDays(2), value: 2 })];
    await call('cancelPriceChange', { as: 'ADMIN', params: { id, change_id: first.body.id } });
    const list = await call('listPriceChanges', { as: 'USER', params: { id }, query: { page_size: 1 } });
    expect(list.body).to.deep.include({ total: 2, page: 1, page_size: 1, items: [second.body] });
    expect(list.headers.get('link')).to.contain('rel="next"');
    const due = { query: { status: ['DUE', 'RUNNING'] } };
    expect((await call('listPriceChanges', { as: 'USER', params: { id }, ...due })).body.items).to.eql([second.body]);
    const all = await call('listAllPriceChanges', { as: 'SERVICE', query: { status: ['DUE'], price_id: [id, randomUUID()] } });
    expect(all.body).to.deep.include({ total: 1, items: [second.body] });
    expect((await call('listAllPriceChanges', { as: 'USER', query: { status: ['LATE'] } })).status).to.equal(400);
    expect((await call('listPriceChanges', { as: 'USER', params: { id: (await created()).id } })).body.total).to.equal(0);
    expect((await call('listPriceChanges', { as: 'USER', params: { id: randomUUID() } })).status).to.equal(404);
  });

  it('cancels what is due, and ends a window that runs', async () => {
    const { id } = await created();
    const due = (await schedule(id, { at: inDays(30), value: 30 })).body;
    const window = (await schedule(id, { value: 19.99, valid_until: inDays(20) })).body;
    await until(id, { value: 19.99 });
    const cancel = (change_id: string, headers = {}) => call('cancelPriceChange', { as: 'ADMIN', params: { id, change_id }, headers });
    expect((await cancel(window.id, { 'if-match': '"another"' })).status).to.equal(412);
    expect((await cancel(window.id)).status).to.equal(204);
    expect(await priceOf(id)).to.include({ value: 24.99, reduced: null });
    expect((await cancel(due.id)).status).to.equal(204);
    expect((await cancel(due.id)).body.error.code).to.equal('WRONG_STATE');
    expect((await cancel(randomUUID())).status).to.equal(404);
    const { items } = (await call('listPriceChanges', { as: 'USER', params: { id } })).body;
    expect(items.map(({ status }: { status: string }) => status)).to.eql(['CANCELLED', 'CANCELLED']);
  });

  it('waits for a publication to let go of the price, and then carries everything out in its order', async () => {
    const { id } = await created();
    const saga = { saga_id: randomUUID() };
    await call('lockPrice', { as: 'SERVICE', params: { id }, body: saga });
    const [at, next] = [soon(200), soon(600)];
    await schedule(id, { at, value: 30 });
    await schedule(id, { at: next, value: 31 });
    await eventually(() => {
      expect(Date.now()).to.be.greaterThan(Date.parse(next) + 1_500);
    });
    expect(await priceOf(id)).to.include({ value: 24.99, version: 2 });
    await call('unlockPrice', { as: 'SERVICE', params: { id }, body: saga });
    await until(id, { value: 31, version: 5 });
    const { items } = (await call('listPriceValues', { as: 'USER', params: { id } })).body;
    expect(items.map(({ value }: { value: number }) => value)).to.eql([31, 30, 24.99]);
  });

  it('ends with its price', async () => {
    const { id } = await created();
    await schedule(id, { at: inDays(1), value: 30 });
    await call('deletePrice', { as: 'ADMIN', params: { id } });
    const { items } = (await call('listPriceChanges', { as: 'USER', params: { id } })).body;
    expect(items.map(({ status }: { status: string }) => status)).to.eql(['CANCELLED']);
    const [value] = (await call('listPriceValues', { as: 'USER', params: { id } })).body.items;
    expect(value.valid_until).to.be.a('string');
  });

  it('tells the value of a moment, and those between two', async () => {
    const { id, name, created_at } = await created({ value: 10 });
    const { updated_at } = (await call('replacePrice', { as: 'ADMIN', params: { id }, body: anInput({ name, value: 12 }) })).body;
    const values = async (query: Record<string, string>) =>
      (await call('listPriceValues', { as: 'USER', params: { id }, query })).body.items.map(({ value }: { value: number }) => value);
    const before = (time: string) => new Date(Date.parse(time) - 1).toISOString();
    expect(await values({ at: created_at })).to.eql([10]);
    expect(await values({ at: before(updated_at) })).to.eql([10]);
    expect(await values({ at: updated_at })).to.eql([12]);
    expect(await values({ at: updated_at.replace('Z', '+00:00') })).to.eql([12]);
    expect(await values({ at: before(created_at) })).to.eql([]);
    expect(await values({ from: created_at, until: updated_at })).to.eql([10]);
    expect(await values({ from: before(updated_at) })).to.eql([12, 10]);
    expect((await call('listPriceValues', { as: 'USER', params: { id }, query: { at: 'May' } })).status).to.equal(400);
    expect((await call('listPriceValues', { as: 'USER', params: { id: randomUUID() } })).status).to.equal(404);
  });

  it('lets nobody do what their role may not', async () => {
    const { id } = await created();
    const params = { id, change_id: id };
    const calls = {
      schedulePriceChange: { params, body: { at: inDays(1), value: 1 } },
      listPriceChanges: { params },
      getPriceChange: { params },
      cancelPriceChange: { params },
      listAllPriceChanges: {},
      listPriceValues: { params },
    };
    for (const [operation, options] of Object.entries(calls) as [keyof typeof calls, object][]) {
      expect((await call(operation, options)).status, operation).to.equal(401);
      if (!/^(list|get)/.test(operation)) expect((await call(operation, { ...options, as: 'USER' })).status, operation).to.equal(403);
    }
    expect((await call('getPriceChange', { as: 'USER', params })).status).to.equal(404);
  });

  it('shows how much is due', async () => {
    const metrics = await (await fetch(service.metricsUrl)).text();
    expect(metrics)
      .to.match(/^price_changes\{state="due"\} \d+$/m)
      .and.match(/^price_changes\{state="overdue"\} 0$/m);
  });

  it('has a test for every operation', () => {
    expect(untested().filter((gap) => Object.keys(calendarOperations).some((operation) => gap.startsWith(`${operation}:`)))).to.eql([]);
  });
});
