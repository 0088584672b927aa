/** Neighbours that accept everything and never answer: they take no connection of the database, so that nobody else waits for them. */
import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { type ApiClient, apiClient } from '../../../test/support/api-client.ts';
import { type CuttableProxy, startCuttableProxy } from '../../../test/support/cuttable-proxy.ts';
import { aPrice, aSpecification } from '../../../test/support/events.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/support/postgres.ts';
import { createTestVhost, type TestVhost } from '../../../test/support/rabbitmq.ts';
import { type RunningService, startService } from '../../../test/support/start-service.ts';
import { type Neighbour, startNeighbour } from '../../../test/support/stub-neighbours.ts';
import { startTokenIssuer, type TokenIssuer } from '../../../test/support/tokens.ts';
import { api } from '../src/api.ts';

const EACH = 10;

describe('The offering service, while a neighbour hangs,', function () {
  let database: TestDatabase, vhost: TestVhost, issuer: TokenIssuer, specifications: Neighbour, prices: Neighbour, engine: CuttableProxy;
  let service: RunningService, call: ApiClient<typeof api>['call'], observer: pg.Client;
  const specification = aSpecification();

  before(async () => {
    [database, vhost, issuer, specifications, prices, engine] = await Promise.all([
      createTestDatabase(),
      createTestVhost(),
      startTokenIssuer(),
      startNeighbour(),
      startNeighbour(),
      startCuttableProxy('http://127.0.0.1:1/engine-rest'),
    ]);
    specifications.things = [specification];
    engine.hang();
    service = await startService('offering-service', {
      DATABASE_URL: database.url,
      RABBITMQ_URL: vhost.url,
      JWKS_URL: issuer.jwksUrl,
      SPECIFICATION_SERVICE_URL: specifications.url,
      PRICING_SERVICE_URL: prices.url,
      CAMUNDA_URL: engine.url,
      PUBLICATION_REPAIR_SECONDS: '1',
    });
    ({ call } = apiClient(service.url, api, issuer));
    observer = new pg.Client(database.url);
    await observer.connect();
  });

  afterEach(() => {
    prices.hung = false;
  });

  after(async () => {
    await observer.end();
    await engine.cut();
    expect(await service.stop()).to.equal(0);
    await Promise.all([database.drop(), vhost.delete(), issuer.stop(), specifications.stop(), prices.stop()]);
  });

  const anInput = (price: { id: string }) => ({
    name: `Home Fibre ${randomUUID()}`,
    specification_ids: [specification.id],
    pricing_ids: [price.id],
    sales_channels: ['online'],
  });
  const drafts = (price: { id: string }) =>
    Promise.all(
      Array.from({ length: EACH }, async () => (await call('createOffering', { as: 'USER', body: anInput(price) })).body.id as string),
    );

  /** Sessions whose transaction waits for something that is not the database. */
  const idleInTransaction = async (): Promise<number> => {
    const { rows } = await observer.query<{ count: number }>(`
      select count(*)::integer as count from pg_stat_activity
      where datname = current_database() and state = 'idle in transaction' and state_change < now() - interval '2 seconds'`);
    return rows[0]!.count;
  };

  it('creates, publishes and schedules nothing, and answers everybody else at once', async () => {
    const price = aPrice();
    prices.things = [price];
    const [toPublish, toSchedule] = [await drafts(price), await drafts(price)];
    const repeated = { as: 'USER' as const, body: anInput(price), headers: { 'idempotency-key': randomUUID() } };
    const created = await call('createOffering', repeated);
    await observer.query('delete from price_replicas');
    const at = new Date(Date.now() + 3_600_000).toISOString();
    prices.hung = true;
    // The hanging calls end by their own limit; on a busy machine that may be before anybody else was answered.
    await eventually(async () => {
      prices.asked = 0;
      let answered = 0;
      const asked = [
        ...Array.from({ length: EACH }, () =>
          call('createOffering', { as: 'USER', body: anInput(price), headers: { 'idempotency-key': randomUUID() } }),
        ),
        ...toPublish.map((id) => call('publishOffering', { as: 'ADMIN', params: { id } })),
        ...toSchedule.map((id) => call('publishOffering', { as: 'ADMIN', params: { id }, body: { at } })),
      ].map((answer) =>
        answer.finally(() => {
          answered += 1;
        }),
      );
      await eventually(() => expect(prices.asked).to.be.at.least(EACH), { every: 1 });
      const [listed, replayed, ready] = await Promise.all([
        call('listOfferings', { as: 'USER' }),
        call('createOffering', repeated),
        fetch(`${service.url}/health/ready`),
      ]);
      const answeredBefore = answered;
      for (const { status, body } of await Promise.all(asked)) expect([status, body.error.code]).to.eql([503, 'SERVICE_UNAVAILABLE']);
      expect({ listed: listed.status, ready: ready.status, answeredBefore }).to.eql({ listed: 200, ready: 200, answeredBefore: 0 });
      expect(replayed.body).to.eql(created.body);
      expect(replayed.headers.get('idempotent-replayed')).to.equal('true');
    });
    prices.hung = false;
    expect((await call('publishOffering', { as: 'ADMIN', params: { id: toPublish[0]! } })).status).to.equal(202);
  });

  it('keeps no transaction open for the engine, to start publications or to repair them', async () => {
    const price = aPrice();
    prices.things = [price];
    const ids = await drafts(price);
    for (const id of ids) expect((await call('publishOffering', { as: 'ADMIN', params: { id } })).status).to.equal(202);
    await observer.query(`update publications set started_at = now() - interval '1 hour' where offering_id = $1`, [ids[0]]);
    const samples: number[] = [];
    await eventually(
      async () => {
        samples.push(await idleInTransaction());
        expect(samples).to.have.length.at.least(40);
      },
      { every: 100, within: 30_000 },
    );
    expect(Math.max(...samples)).to.equal(0);
  });
});
