import { setTimeout as delay } from 'node:timers/promises';
import { connect, migrate, type OutboxRelay, type OutboxSettings, type PublishBatch, row, sql, startOutboxRelay } from '@catalog/postgres';
import { expect } from 'chai';
import pg from 'pg';
import { eventually } from '../../../test/support/eventually.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/support/postgres.ts';
import { writeEvent } from './price-events.ts';
import { createRecordingPublisher } from './recording-publisher.ts';

const NEVER_POLL = { fallbackPollMs: 3_600_000 };
const FAST = { outage: { first: 5, limit: 20 } };

describe('gate of the outbox', () => {
  let own: TestDatabase;
  let database: Awaited<ReturnType<typeof connect>>;
  const relays: OutboxRelay[] = [];

  before(async () => {
    own = await createTestDatabase();
    database = await connect(own.url, { maximumPoolSize: 12 });
    await migrate(database);
  });

  after(async () => {
    await database.end();
    await own.drop();
  });

  afterEach(async () => {
    await Promise.all(relays.splice(0).map((relay) => relay.stop()));
    await database.query(sql.unsafe`truncate outbox`);
  });

  async function relaying(settings: Partial<OutboxSettings>) {
    const publisher = createRecordingPublisher();
    const merged = { ...NEVER_POLL, ...FAST, ...settings };
    relays.push(await startOutboxRelay({ databaseUrl: own.url, publish: publisher.publish, settings: merged }));
    return publisher;
  }

  const unsent = () => database.oneFirst(sql.type(row<{ count: number }>())`select count(*) from outbox where status <> 'SENT'`);
  const allSent = () => eventually(async () => expect(await unsent()).to.equal(0));
  const gateHeld = () =>
    database.oneFirst(sql.type(row<{ held: boolean }>())`
    select exists (select from pg_locks where locktype = 'advisory' and mode = 'ExclusiveLock' and objid = 42 and granted
      and database = (select oid from pg_database where datname = current_database())) as held`);

  for (const replicas of [1, 2]) {
    it(`strands no event of writers that commit at any moment of a drain (relays: ${replicas}, no poll)`, async () => {
      for (let i = 0; i < replicas; i += 1) await relaying({ lingerMs: 1 });
      for (let round = 0; round < 15; round += 1) {
        const writers = Array.from({ length: 10 }, async () => {
          await delay(Math.random() * 30);
          await writeEvent(database, () => delay(Math.random() * 30));
        });
        await Promise.all(writers);
        await allSent();
      }
    });
  }

  it('keeps writers silent while a relay is awake, and lets the first one after it notify', async () => {
    const listener = new pg.Client({ connectionString: own.url });
    await listener.connect();
    let notifications = 0;
    listener.on('notification', () => {
      notifications += 1;
    });
    await listener.query('listen outbox_events');
    await relaying({ lingerMs: 2_000 });

    await writeEvent(database);
    await eventually(async () => expect(await gateHeld()).to.equal(true));
    for (let i = 0; i < 20; i += 1) await writeEvent(database);
    await listener.query('select 1');
    expect(notifications).to.equal(1);
    await allSent();

    await eventually(async () => expect(await gateHeld()).to.equal(false));
    await writeEvent(database);
    await eventually(() => expect(notifications).to.equal(2));
    await allSent();
    await listener.end();
  });

  it('is taken though some writer always shares it', async () => {
    let writing = true;
    const writers = Array.from({ length: 4 }, async () => {
      while (writing) await writeEvent(database, () => delay(20));
    });
    await relaying({ lingerMs: 500 });
    await eventually(async () => expect(await gateHeld()).to.equal(true));
    writing = false;
    await Promise.all(writers);
    await allSent();
  });

  it('does not lose the writer that kept silent because of a relay that then died', async () => {
    await relaying({ lingerMs: 2_000 });
    await writeEvent(database);
    await eventually(async () => expect(await gateHeld()).to.equal(true));
    const [written, commit] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const silent = writeEvent(database, () => {
      written.resolve();
      return commit.promise;
    });
    await written.promise;
    await database.query(sql.unsafe`
      select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'outbox-listener' and datname = current_database()`);
    await eventually(async () => expect(await listening()).to.equal(1));
    commit.resolve();
    await silent;
    await allSent();
  });

  it('keeps writers silent also while nothing can be published, and strands nothing of them', async () => {
    let away = true;
    const { publish, aggregates } = createRecordingPublisher();
    const settings = { ...NEVER_POLL, outage: { first: 200, limit: 200 } };
    const whenBack: PublishBatch = (messages) => (away ? Promise.reject(new Error('no connection')) : publish(messages));
    relays.push(await startOutboxRelay({ databaseUrl: own.url, publish: whenBack, settings }));
    const ids = [await writeEvent(database)];
    await eventually(async () => expect(await gateHeld()).to.equal(true));
    for (let i = 0; i < 20; i += 1) {
      ids.push(await writeEvent(database));
      expect(await gateHeld()).to.equal(true);
    }
    away = false;
    await allSent();
    await eventually(async () => expect(await gateHeld()).to.equal(false));
    ids.push(await writeEvent(database));
    await allSent();
    expect(aggregates()).to.have.members(ids);
  });

  it('lets writers notify again after an outage whose events somebody else has published', async () => {
    let outages = 0;
    const publish: PublishBatch = () => {
      outages += 1;
      return Promise.reject(new Error('no connection'));
    };
    relays.push(await startOutboxRelay({ databaseUrl: own.url, publish, settings: { ...NEVER_POLL, ...FAST } }));
    await writeEvent(database);
    await eventually(async () => expect(await gateHeld()).to.equal(true));
    await database.query(sql.unsafe`truncate outbox`);
    await eventually(async () => expect(await gateHeld()).to.equal(false));
    const before = outages;
    await writeEvent(database);
    await eventually(() => expect(outages).to.be.above(before));
  });

  it('is taken again, under steady load too, soon after the connection that held it was lost', async () => {
    let writing = true;
    const writers = Array.from({ length: 4 }, async () => {
      while (writing) await writeEvent(database, () => delay(5));
    });
    await relaying({ lingerMs: 500, probeMs: 3_600_000 });
    await eventually(async () => expect(await gateHeld()).to.equal(true));
    await database.query(sql.unsafe`
      select pg_terminate_backend(pid, 5000) from pg_stat_activity
      where application_name = 'outbox-listener' and datname = current_database()`);
    await eventually(async () => expect(await gateHeld()).to.equal(true)).finally(() => {
      writing = false;
    });
    await Promise.all(writers);
    await allSent();
  });

  const listening = () =>
    database.oneFirst(sql.type(row<{ count: number }>())`
    select count(*) from pg_stat_activity where application_name = 'outbox-listener' and datname = current_database()`);
});
