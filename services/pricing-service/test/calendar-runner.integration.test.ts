import { type Actor, type Price, type PriceChange } from '@catalog/contracts';
import { withContext } from '@catalog/observability';
import { connect, migrate, row, sql } from '@catalog/postgres';
import { expect } from 'chai';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { eventually } from '../../../test/support/eventually.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/support/postgres.ts';
import { carryOutNext } from '../src/calendar/calendar-runner.ts';
import { priceChanges, prices, priceValues } from '../src/price/index.ts';
import { createPrice, lockPrice, scheduleChange, unlockPrice, type WantedChange } from '../src/rules/index.ts';
import { anInput } from './price-examples.ts';

const PRICES = 80;

type Connected = Awaited<ReturnType<typeof connect>>;

describe('The runner of price calendars', () => {
  let testDatabase: TestDatabase, database: Connected;
  const admin: Actor = { subject: 'admin-1', username: 'admin', role: 'ADMIN' };
  const start = '2026-03-01T00:00:00.000Z';
  const minute = (n: number) => new Date(Date.parse(start) + n * 60_000).toISOString();

  before(async () => {
    testDatabase = await createTestDatabase();
    database = await connect(testDatabase.url);
    await migrate(database, new URL('../migrations/', import.meta.url));
  });

  after(async () => {
    await database.end();
    await testDatabase.drop();
  });

  const created = (value = 10): Promise<Price> =>
    prices(database, admin).create(createPrice(anInput({ name: `Price ${randomUUID()}`, value }), { id: randomUUID(), now: start }));

  async function schedule(price: Price, wanted: WantedChange): Promise<PriceChange> {
    const pending = await priceChanges(database).pendingOf(price.id);
    const change = scheduleChange(wanted, { id: randomUUID(), price, pending, actor: admin, now: start });
    await withContext({ correlation_id: `asked-${change.id}` }, () => priceChanges(database).add(change));
    return change;
  }

  /** Several at once, each on a connection of its own, until there is nothing to do any more. */
  async function replicas(count: number, now: string): Promise<void> {
    const own = await Promise.all(Array.from({ length: count }, () => connect(testDatabase.url, { maximumPoolSize: 1 })));
    const work = async (one: Connected) => {
      while (await carryOutNext(one, now));
    };
    await Promise.all(own.map(work));
    await Promise.all(own.map((one) => one.end()));
  }

  /** Two processes, of which one is killed once it or the other has begun. */
  async function killedInBetween(now: string): Promise<void> {
    const changesDone = () =>
      database.oneFirst(
        sql.type(row<{ count: number }>())`select count(*) from price_changes where began_at = ${now} or ended_at = ${now}`,
      );
    const file = fileURLToPath(new URL('replica-of-the-runner.ts', import.meta.url));
    const environment = { PATH: process.env['PATH'], DATABASE_URL: testDatabase.url, NOW: now, LOG_LEVEL: 'SILENT' };
    const [killed, other] = [1, 2].map(() => spawn(process.execPath, [file], { env: environment, stdio: 'inherit' })) as [
      ChildProcess,
      ChildProcess,
    ];
    const ends = Promise.all([killed, other].map((child) => once(child, 'exit')));
    await eventually(async () => expect(await changesDone()).to.be.greaterThan(0), { every: 5 });
    killed.kill('SIGKILL');
    other.kill('SIGSTOP');
    expect(await changesDone()).to.be.lessThan(PRICES);
    other.kill('SIGCONT');
    const [[, signal], [code]] = (await ends) as [[number, string], [number, string]];
    expect([signal, code]).to.eql(['SIGKILL', 0]);
  }

  const historyOf = (id: string) =>
    database.any(sql.type(row<{ version: number; username: string; correlation_id: string; value: number | null }>())`
      select version, actor ->> 'username' as username, correlation_id,
        (select (told ->> 'to')::numeric from json_array_elements(changes) as told where told ->> 'field' = 'value') as value
      from history where entity_id = ${id} order by version`);

  const eventVersionsOf = async (id: string): Promise<readonly number[]> =>
    database.anyFirst(sql.type(row<{ entity_version: number }>())`
      select entity_version from outbox where aggregate_id = ${id} order by seq`);

  it('carries out each change once and in its order, with several replicas of which one is killed in between', async () => {
    const all = await Promise.all(Array.from({ length: PRICES }, () => created()));
    const changes = new Map<string, PriceChange[]>();
    for (const price of all) {
      changes.set(price.id, [
        await schedule(price, { at: minute(1), value: 11 }),
        await schedule(price, { at: minute(2), value: 5, valid_until: minute(4) }),
        await schedule(price, { at: minute(4), value: 12 }),
      ]);
    }
    await replicas(4, minute(1));
    await killedInBetween(minute(3));
    await replicas(4, minute(5));
    for (const { id } of all) {
      const [plain, window, last] = changes.get(id) as [PriceChange, PriceChange, PriceChange];
      const schedules = 'schedule of admin';
      expect((await historyOf(id)).slice(1)).to.eql([
        { version: 2, username: schedules, correlation_id: `asked-${plain.id}`, value: 11 },
        { version: 3, username: schedules, correlation_id: `asked-${window.id}`, value: 5 },
        { version: 4, username: schedules, correlation_id: `asked-${window.id}`, value: 11 },
        { version: 5, username: schedules, correlation_id: `asked-${last.id}`, value: 12 },
      ]);
      expect(await eventVersionsOf(id)).to.eql([1, 2, 3, 4, 5]);
      const { items } = await priceValues(database).list(id, { page: 1, page_size: 20 });
      // The end of the window and what came then were carried out at one moment.
      expect(items.map(({ value }) => value)).to.eql([12, 5, 11, 10]);
      expect((await priceChanges(database).pendingOf(id)).length).to.equal(0);
    }
  });

  it('passes over a locked price, and carries the rest out', async () => {
    const [locked, other] = [await created(), await created()];
    const sagaId = randomUUID();
    for (const price of [locked, other]) await schedule(price, { at: minute(1), value: 20 });
    await prices(database, admin).change(locked.id, (price) => lockPrice(price, sagaId));
    await replicas(1, minute(1));
    const valueOf = async ({ id }: Price) => (await prices(database, admin).get(id)).value;
    expect([await valueOf(locked), await valueOf(other)]).to.eql([10, 20]);
    await prices(database, admin).change(locked.id, (price) => unlockPrice(price, sagaId));
    await replicas(1, minute(2));
    expect(await valueOf(locked)).to.equal(20);
  });

  it('leaves a change that fails alone for a while, and carries the others out', async () => {
    const [broken, other] = [await created(), await created()];
    const change = await schedule(broken, { at: minute(1), value: 20 });
    await schedule(other, { at: minute(2), value: 20 });
    await database.query(
      sql.unsafe`alter table price_values add constraint no_such_value check (value <> 20 or price_id <> ${sql.literalValue(broken.id)})`,
    );
    let failed = 0;
    for (let tries = 0; tries < 2; tries += 1) await carryOutNext(database, minute(3)).catch(() => (failed += 1));
    expect(failed).to.equal(1);
    expect((await prices(database, admin).get(other.id)).value).to.equal(20);
    await database.query(sql.unsafe`alter table price_values drop constraint no_such_value`);
    await replicas(1, minute(4));
    expect(await priceChanges(database).get(broken.id, change.id)).to.include({ status: 'CARRIED_OUT', previous_value: 10 });
  });

  it('finds the lowest value of the 30 days before a reduction, in the same currency and unit', async () => {
    const price = await created(30);
    const DAY = 24 * 60;
    for (const [at, value] of [
      [1, 5],
      [10 * DAY, 20],
      [35 * DAY, 25],
    ] as const) {
      await schedule(price, { at: minute(at), value });
      await replicas(1, minute(at));
    }
    await schedule(price, { at: minute(39 * DAY), value: 15, valid_until: minute(45 * DAY) });
    await replicas(1, minute(39 * DAY));
    expect((await prices(database, admin).get(price.id)).reduced).to.include({ previous_value: 25, lowest_30_days: 5 });
    await replicas(1, minute(45 * DAY));
    await schedule(price, { at: minute(80 * DAY), value: 18, valid_until: minute(81 * DAY) });
    await replicas(1, minute(80 * DAY));
    expect((await prices(database, admin).get(price.id)).reduced).to.include({ previous_value: 25, lowest_30_days: 25 });
  });

  it('records what is known of prices of before their values were recorded', async () => {
    const own = await createTestDatabase();
    const old = await connect(own.url);
    await migrate(old, new URL('../migrations/', import.meta.url));
    const [told, untold] = [randomUUID(), randomUUID()];
    const insert = (id: string, value: number) =>
      old.query(sql.unsafe`
      insert into prices (id, name, value, unit, currency, version, created_at, updated_at)
      values (${id}, ${id}, ${value}, 'per month', 'USD', 3, ${minute(0)}, ${minute(5)})`);
    const tell = (id: string, version: number, change: string, changes: object[], at: string) =>
      old.query(sql.unsafe`
      insert into history (entity_id, version, change, changes, actor, correlation_id, at)
      values (${id}, ${version}, ${change}, ${JSON.stringify(changes)}::json, ${JSON.stringify(admin)}::json, 'c', ${at})`);
    await insert(told, 12);
    await insert(untold, 7);
    await tell(
      told,
      1,
      'PriceCreated',
      [
        { field: 'value', from: null, to: 10 },
        { field: 'unit', from: null, to: 'per month' },
      ],
      minute(0),
    );
    await tell(told, 2, 'PriceUpdated', [{ field: 'name', from: 'a', to: 'b' }], minute(1));
    await tell(told, 3, 'PriceUpdated', [{ field: 'value', from: 10, to: 12 }], minute(5));
    await tell(untold, 3, 'PriceUpdated', [{ field: 'value', from: 6, to: 7 }], minute(5));
    const { default: recordKnownValues } = (await import('../migrations/0008-known-values.ts')) as {
      default: (tx: typeof old) => Promise<void>;
    };
    await recordKnownValues(old);
    const valuesOf = async (id: string) => (await priceValues(old).list(id, { page: 1, page_size: 9 })).items;
    const steady = { currency: 'USD', unit: 'per month' };
    expect(await valuesOf(told)).to.eql([
      { value: 12, ...steady, valid_from: minute(5), valid_until: null },
      { value: 10, ...steady, valid_from: minute(0), valid_until: minute(5) },
    ]);
    expect(await valuesOf(untold)).to.eql([
      { value: 7, ...steady, valid_from: minute(5), valid_until: null },
      { value: 6, ...steady, valid_from: minute(0), valid_until: minute(5) },
    ]);
    await old.end();
    await own.drop();
  });
});
