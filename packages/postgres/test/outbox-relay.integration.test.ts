import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { CORRELATION_HEADER, Rejection } from '@catalog/contracts';
import { registry, withContext } from '@catalog/observability';
import {
  connect,
  failedEvents,
  migrate,
  type OutboxRelay,
  type OutboxSettings,
  type PublishBatch,
  requeueFailedEvents,
  row,
  sql,
  startOutboxRelay,
} from '@catalog/postgres';
import { expect } from 'chai';
import { eventually } from '../../../test/support/eventually.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/support/postgres.ts';
import { startCuttableProxy } from '../../../test/support/cuttable-proxy.ts';
import { writeEvent } from './price-events.ts';
import { createRecordingPublisher } from './recording-publisher.ts';

/** So that nothing is published because somebody happened to look. */
const NEVER_POLL = { fallbackPollMs: 3_600_000 };
const FAST = { retry: { first: 5, limit: 20 }, outage: { first: 5, limit: 20 } };

describe('outbox relay', () => {
  let own: TestDatabase;
  let database: Awaited<ReturnType<typeof connect>>;
  const relays: OutboxRelay[] = [];

  before(async () => {
    own = await createTestDatabase();
    database = await connect(own.url);
    await migrate(database);
  });

  after(async () => {
    await database.end();
    await own.drop();
  });

  afterEach(async () => {
    await Promise.all(relays.splice(0).map((relay) => relay.stop()));
    await database.query(sql.unsafe`truncate outbox, idempotency_keys`);
  });

  async function relaying(publish: PublishBatch, settings: Partial<OutboxSettings> = NEVER_POLL, databaseUrl = own.url) {
    const relay = await startOutboxRelay({ databaseUrl, publish, settings });
    relays.push(relay);
    return relay;
  }

  const metric = (name: string) => registry.getSingleMetricAsString(name);
  type State = { status: string; attempts: number; error_message: string | null; processed: boolean };
  const states = () =>
    database.any(sql.type(row<State>())`
    select status, attempts, error_message, processed_at is not null as processed from outbox order by seq`);
  const unsent = () => database.oneFirst(sql.type(row<{ count: number }>())`select count(*) from outbox where status <> 'SENT'`);
  const allSent = () => eventually(async () => expect(await unsent()).to.equal(0));
  const killBackend = (name: string) =>
    database.oneFirst(sql.type(row<{ count: number }>())`
    select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = ${name} and datname = current_database()`);

  it('publishes an event soon after its commit, as a whole envelope with the headers of its request', async () => {
    const { publish, published } = createRecordingPublisher();
    await relaying(publish);
    const id = await withContext({ correlation_id: 'request-1' }, () => writeEvent(database));
    await allSent();
    const [message] = published;
    expect(message).to.deep.include({ topic: 'commercial.pricing.events', headers: { [CORRELATION_HEADER]: 'request-1' } });
    expect(message?.payload).to.deep.include({
      event_id: message?.event_id,
      event_type: 'PriceCreated',
      schema_version: '1.0',
      entity_version: 1,
      correlation_id: 'request-1',
    });
    expect(message?.payload).to.have.nested.property('payload.id', id);
    expect(await states()).to.deep.equal([{ status: 'SENT', attempts: 1, error_message: null, processed: true }]);
  });

  it('publishes nothing of a transaction that is rolled back', async () => {
    const { publish, aggregates } = createRecordingPublisher();
    await relaying(publish);
    await writeEvent(database, () => Promise.reject(new Error('undo'))).catch(() => {});
    const id = await writeEvent(database);
    await allSent();
    expect(aggregates()).to.deep.equal([id]);
  });

  it('publishes nothing of a thousand transactions that are rolled back among others that are not', async () => {
    const { publish, aggregates } = createRecordingPublisher();
    await relaying(publish);
    const undo = () => Promise.reject(new Rejection('WRONG_STATE', 'undone after its event was appended'));
    const kept: string[] = [];
    const writers = Array.from({ length: 10 }, async () => {
      for (let pair = 0; pair < 100; pair += 1) {
        await writeEvent(database, undo).catch((error: unknown) => {
          if (!(error instanceof Rejection)) throw error;
        });
        if (pair % 10 === 0) kept.push(await writeEvent(database));
      }
    });
    await Promise.all(writers);
    await allSent();
    expect(await states()).to.have.length(100);
    expect(aggregates()).to.have.members(kept).and.have.length(100);
  });

  it('publishes at once what was written before it started', async () => {
    await writeEvent(database);
    const { publish } = createRecordingPublisher();
    await relaying(publish);
    await allSent();
  });

  it('finds by its poll what no notification told of', async () => {
    const { publish } = createRecordingPublisher();
    await relaying(publish, { fallbackPollMs: 50 });
    await database.query(sql.unsafe`alter table outbox disable trigger outbox_notify`);
    await writeEvent(database);
    await database.query(sql.unsafe`alter table outbox enable trigger outbox_notify`);
    await allSent();
  });

  it('looks at once when it is woken', async () => {
    const { publish } = createRecordingPublisher();
    const relay = await relaying(publish);
    await database.query(sql.unsafe`alter table outbox disable trigger outbox_notify`);
    await writeEvent(database);
    await database.query(sql.unsafe`alter table outbox enable trigger outbox_notify`);
    relay.wake();
    await allSent();
  });

  it('keeps one refused message and sends the rest of the batch; the refused one is tried again', async () => {
    const ids = await Promise.all([1, 2, 3].map(() => writeEvent(database)));
    let refusals = 2;
    const { publish, aggregates } = createRecordingPublisher(({ payload }) =>
      JSON.stringify(payload).includes(ids[1] ?? '') && refusals-- > 0 ? { ok: false, error: 'NO_ROUTE' } : { ok: true },
    );
    await relaying(publish, { ...FAST, fallbackPollMs: 10 });
    await allSent();
    expect(aggregates()).to.have.members(ids);
    expect(aggregates().at(-1)).to.equal(ids[1]);
    expect((await states()).map(({ attempts }) => attempts).sort()).to.deep.equal([1, 1, 3]);
  });

  it('gives a message up after ten refusals, shows it, and publishes it after all when it is requeued', async () => {
    let refuse = true;
    const { publish, published } = createRecordingPublisher(() => (refuse ? { ok: false, error: 'NO_ROUTE' } : { ok: true }));
    await relaying(publish, { ...FAST, fallbackPollMs: 10, measureMs: 10 });
    const id = await writeEvent(database);
    await eventually(async () =>
      expect(await states()).to.deep.equal([{ status: 'FAILED', attempts: 10, error_message: 'NO_ROUTE', processed: false }]),
    );
    expect(await failedEvents(database)).to.have.nested.property('[0].aggregate_id', id);
    await eventually(async () => expect(await metric('outbox_failed_events')).to.match(/^outbox_failed_events 1$/m));
    refuse = false;
    expect(await requeueFailedEvents(database)).to.equal(1);
    await allSent();
    expect(published).to.have.length(1);
  });

  it('counts no try while nothing can be published at all, however long that lasts', async () => {
    let outages = 0;
    const working = createRecordingPublisher();
    const publish: PublishBatch = (messages) => (outages++ < 15 ? Promise.reject(new Error('no connection')) : working.publish(messages));
    await relaying(publish, { ...NEVER_POLL, ...FAST });
    await writeEvent(database);
    await allSent();
    expect(outages).to.be.above(15);
    expect((await states()).map(({ attempts }) => attempts)).to.deep.equal([1]);
  });

  it('takes a publisher that does not answer for an outage', async () => {
    const working = createRecordingPublisher();
    let calls = 0;
    const publish: PublishBatch = (messages) => (calls++ === 0 ? new Promise(() => {}) : working.publish(messages));
    await relaying(publish, { ...NEVER_POLL, ...FAST, publishTimeoutMs: 20 });
    await writeEvent(database);
    await allSent();
    expect((await states()).map(({ attempts }) => attempts)).to.deep.equal([1]);
  });

  it('publishes again what a killed relay had published and not yet marked', async () => {
    const script = fileURLToPath(new URL('./relay-that-hangs.ts', import.meta.url));
    await writeEvent(database);
    const child = fork(script, { env: { ...process.env, DATABASE_URL: own.url } });
    const [eventIds] = (await once(child, 'message')) as [string[]];
    expect(await states()).to.have.nested.property('[0].status', 'PENDING');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const { publish, published } = createRecordingPublisher();
    await relaying(publish, { fallbackPollMs: 50 });
    await allSent();
    expect(published.map(({ event_id }) => event_id)).to.deep.equal(eventIds);
  });

  it('takes over the events of a relay that is paused in the middle of a batch', async () => {
    const script = fileURLToPath(new URL('./relay-that-hangs.ts', import.meta.url));
    await writeEvent(database);
    const child = fork(script, { env: { ...process.env, DATABASE_URL: own.url, PUBLISH_TIMEOUT_MS: '1000' } });
    const [eventIds] = (await once(child, 'message')) as [string[]];
    child.kill('SIGSTOP');
    try {
      const { publish, published } = createRecordingPublisher();
      await relaying(publish, { fallbackPollMs: 50 });
      await allSent();
      expect(published.map(({ event_id }) => event_id)).to.deep.equal(eventIds);
    } finally {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  });

  for (const name of ['outbox-listener', 'outbox-worker']) {
    it(`survives the death of ${name} connections`, async () => {
      const { publish, aggregates } = createRecordingPublisher();
      await relaying(publish, { ...NEVER_POLL, ...FAST });
      for (let round = 0; round < 3; round += 1) {
        await eventually(async () => expect(await killBackend(name)).to.be.above(0));
        const id = await writeEvent(database);
        await allSent();
        expect(aggregates()).to.include(id);
      }
    });
  }

  it('survives an absence of the whole server', async () => {
    const proxy = await startCuttableProxy(own.url);
    const { publish, aggregates } = createRecordingPublisher();
    await relaying(publish, { ...NEVER_POLL, ...FAST }, proxy.url);
    await proxy.cut();
    const ids = [await writeEvent(database), await writeEvent(database)];
    expect(await unsent()).to.equal(2);
    await proxy.restore();
    await allSent();
    ids.push(await writeEvent(database));
    await allSent();
    expect(aggregates()).to.deep.equal(ids);
    await Promise.all(relays.splice(0).map((relay) => relay.stop()));
    await proxy.cut();
  });

  it('starts though the server is away, and stops though it never came', async () => {
    const proxy = await startCuttableProxy(own.url);
    await proxy.cut();
    const { publish } = createRecordingPublisher();
    const relay = await relaying(publish, {}, proxy.url);
    await relay.stop();
  });

  it('shares the work with a second relay: each event goes out once', async () => {
    const ids = await Promise.all(Array.from({ length: 300 }, () => writeEvent(database)));
    const [one, other] = [createRecordingPublisher(), createRecordingPublisher()];
    await Promise.all([one, other].map(({ publish }) => relaying(publish, { ...NEVER_POLL, batchSize: 20 })));
    const more = await Promise.all(Array.from({ length: 300 }, () => writeEvent(database)));
    await allSent();
    expect([...one.aggregates(), ...other.aggregates()].sort()).to.deep.equal([...ids, ...more].sort());
    expect(one.published).to.not.be.empty;
    expect(other.published).to.not.be.empty;
  });

  it('takes the next batch while one waits for its confirms', async () => {
    const ids = await Promise.all(Array.from({ length: 3 }, () => writeEvent(database)));
    const confirmedTogether = Promise.withResolvers<void>();
    const { publish, aggregates } = createRecordingPublisher();
    let underWay = 0;
    const publishTogether: PublishBatch = async (messages) => {
      underWay += 1;
      if (underWay === 3) confirmedTogether.resolve();
      await confirmedTogether.promise;
      return publish(messages);
    };
    await relaying(publishTogether, { ...NEVER_POLL, batchSize: 1, batchesAtOnce: 3 });
    await allSent();
    expect(aggregates()).to.have.members(ids).and.have.length(3);
    expect((await states()).map(({ attempts }) => attempts)).to.deep.equal([1, 1, 1]);
  });

  it('removes what was sent long ago and keys nobody will repeat, and nothing else', async () => {
    await Promise.all([1, 2, 3].map(() => writeEvent(database)));
    await database.query(sql.unsafe`
      update outbox set status = 'SENT', processed_at = now() - interval '8 days' where seq = (select min(seq) from outbox)`);
    await database.query(sql.unsafe`
      update outbox set status = 'FAILED', created_at = now() - interval '8 days' where seq = (select max(seq) from outbox)`);
    await database.query(sql.unsafe`
      insert into idempotency_keys (scope, key, fingerprint, outcome, created_at)
      values ('s', 'old', 'f', '{}', now() - interval '25 hours'), ('s', 'new', 'f', '{}', now())`);
    const { publish } = createRecordingPublisher();
    await relaying(publish, { fallbackPollMs: 10, housekeepingMs: 10 });
    await eventually(async () => expect((await states()).map(({ status }) => status)).to.deep.equal(['SENT', 'FAILED']));
    const keys = () => database.anyFirst(sql.type(row<{ key: string }>())`select key from idempotency_keys`);
    await eventually(async () => expect(await keys()).to.deep.equal(['new']));
  });

  it('measures how much waits and for how long', async () => {
    await relaying(() => Promise.reject(new Error('no connection')), { ...FAST, measureMs: 10 });
    await writeEvent(database);
    await database.query(sql.unsafe`update outbox set created_at = now() - interval '1 hour'`);
    await eventually(async () => {
      expect(await metric('outbox_pending_events')).to.match(/^outbox_pending_events 1$/m);
      expect(await metric('outbox_oldest_pending_seconds')).to.match(/^outbox_oldest_pending_seconds 36\d\d/m);
    });
  });
});
