import { connectEventBus, type EventBus } from '@catalog/event-bus';
import { appendEvent, connect, migrate, type OutboxRelay, row, sql, startOutboxRelay } from '@catalog/postgres';
import { expect } from 'chai';
import { eventually } from '../../../test/support/eventually.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/support/postgres.ts';
import { createTestVhost, type TestVhost } from '../../../test/support/rabbitmq.ts';
import { startCuttableProxy } from '../../../test/support/cuttable-proxy.ts';
import { aPriceEvent } from './price-event.ts';
import { subscribeToPrices } from './quiet-subscriber.ts';

describe('from the outbox to the queue', () => {
  let own: TestDatabase;
  let vhost: TestVhost;
  let database: Awaited<ReturnType<typeof connect>>;
  let bus: EventBus;
  let relay: OutboxRelay;

  before(async () => {
    [own, vhost] = await Promise.all([createTestDatabase(), createTestVhost()]);
    database = await connect(own.url);
    await migrate(database);
  });

  after(async () => {
    await database.end();
    await Promise.all([own.drop(), vhost.delete()]);
  });

  afterEach(async () => {
    await relay.stop();
    await bus.close();
  });

  const write = async () => {
    const { payload } = aPriceEvent();
    await database.transaction((tx) => appendEvent(tx, { type: 'PriceCreated', payload }));
    return payload.id;
  };
  const states = () =>
    database.any(sql.type(row<{ status: string; attempts: number }>())`
    select status, attempts from outbox order by seq`);

  async function relaying(url: string): Promise<string[]> {
    bus = await connectEventBus({ url, service: 'test', settings: { reconnect: { first: 10, limit: 50 } } });
    relay = await startOutboxRelay({ databaseUrl: own.url, publish: bus.publish, settings: { outage: { first: 5, limit: 20 } } });
    const seen: string[] = [];
    await subscribeToPrices(bus, async ({ payload }) => {
      seen.push(payload.id);
    });
    return seen;
  }

  it('an event written with its change reaches the subscriber', async () => {
    const seen = await relaying(vhost.url);
    const id = await write();
    await eventually(() => expect(seen).to.deep.equal([id]));
    await eventually(async () => expect(await states()).to.deep.equal([{ status: 'SENT', attempts: 1 }]));
  });

  it('events written while the broker is away arrive when it is back, none of them counted as refused', async () => {
    const proxy = await startCuttableProxy(vhost.url);
    const seen = await relaying(proxy.url);
    await proxy.cut();
    const ids = [await write(), await write()];
    await eventually(() => expect(bus.connected()).to.equal(false));
    await proxy.restore();
    await eventually(() => expect(seen).to.include.members(ids));
    const sent = { status: 'SENT', attempts: 1 };
    await eventually(async () => expect((await states()).slice(-2)).to.deep.equal([sent, sent]));
    await relay.stop();
    await bus.close();
    await proxy.cut();
  });
});
