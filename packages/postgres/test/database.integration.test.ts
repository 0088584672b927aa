import { randomUUID } from 'node:crypto';
import { Rejection } from '@catalog/contracts';
import { connect, type Database, row, sql, uniqueViolation } from '@catalog/postgres';
import { expect } from 'chai';
import { eventually } from '../../../test/support/eventually.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/support/postgres.ts';
import { startCuttableProxy } from '../../../test/support/cuttable-proxy.ts';

describe('database', () => {
  let own: TestDatabase;
  let database: Awaited<ReturnType<typeof connect>>;
  const zone = process.env['TZ'];

  before(async () => {
    process.env['TZ'] = 'Asia/Tokyo';
    own = await createTestDatabase();
    database = await connect(own.url, { maximumPoolSize: 2, applicationName: 'database-test' });
    await database.query(sql.unsafe`create table things (id uuid primary key, name text not null, constraint things_name unique (name))`);
  });

  after(async () => {
    await database.end();
    await own.drop();
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  });

  const add = (name: string) => sql.type(row())`insert into things (id, name) values (${randomUUID()}, ${name})`;
  const names = () => database.anyFirst(sql.type(row<{ name: string }>())`select name from things order by name`);
  const backend = () => database.oneFirst(sql.type(row<{ pid: number }>())`select pg_backend_pid() as pid`);
  beforeEach(() => database.query(sql.unsafe`delete from things`));

  it('gives values in the shapes of the wire, even in Tokyo', async () => {
    const ids = [randomUUID(), randomUUID()];
    const values = await database.one(sql.type(row<Record<string, unknown>>())`
      select timestamptz '2026-01-15 10:30:00.5+00' as at, array[timestamptz '2026-01-15 19:30+09'] as times,
        99999999.99::numeric(10, 2) as price, 9007199254740991::int8 as big, ${sql.array(ids, 'uuid')} as ids,
        array['a', 'b'] as words, '{"a": [1.5]}'::jsonb as document, date '2026-01-15' as day`);
    expect(values).to.deep.equal({
      at: '2026-01-15T10:30:00.500Z',
      times: ['2026-01-15T10:30:00.000Z'],
      price: 99999999.99,
      big: 9007199254740991,
      ids,
      words: ['a', 'b'],
      document: { a: [1.5] },
      day: '2026-01-15',
    });
  });

  it('stores a point in time as it was given', async () => {
    const at = '2026-07-01T23:59:59.999Z';
    expect(await database.oneFirst(sql.type(row<{ at: string }>())`select ${at}::timestamptz as at`)).to.equal(at);
  });

  it('names the rule of uniqueness that was broken, and nothing for other errors', async () => {
    await database.query(add('one'));
    const error = await database.query(add('one')).catch((reason: unknown) => reason);
    expect(uniqueViolation(error)).to.equal('things_name');
    expect(uniqueViolation(new Error('something else'))).to.equal(undefined);
  });

  it('undoes a transaction that refuses, and keeps its connection', async () => {
    const pid = await backend();
    const refused = database.transaction(async (tx) => {
      await tx.query(add('one'));
      throw new Rejection('IN_USE', 'no');
    });
    expect(await refused.catch((reason: unknown) => reason)).to.be.instanceOf(Rejection);
    expect(await names()).to.deep.equal([]);
    expect(await backend()).to.equal(pid);
  });

  it('undoes what a savepoint did that fails, and goes on', async () => {
    await database.transaction(async (tx) => {
      await tx.query(add('kept'));
      const inner = tx.savepoint(async (nested) => {
        await nested.query(add('lost'));
        throw new Error('undo');
      });
      await inner.catch(() => {});
    });
    expect(await names()).to.deep.equal(['kept']);
  });

  it('makes a transaction inside a transaction, or inside a savepoint of it, the same one', async () => {
    const transactionId = (tx: Database) => tx.oneFirst(sql.type(row<{ id: string }>())`select pg_current_xact_id()::text as id`);
    const ids = await database.transaction(async (tx) => [
      await transactionId(tx),
      await tx.transaction((inner) => inner.transaction(transactionId)),
      await tx.savepoint((inner) => inner.transaction(transactionId)),
    ]);
    expect(new Set(ids).size).to.equal(1);
  });

  it('does not wait for a statement longer than five seconds', async () => {
    const begun = performance.now();
    const error = await database.query(sql.unsafe`select pg_sleep(8)`).catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(Error);
    expect(performance.now() - begun).to.be.at.least(4_500);
  });

  it('tells the server who it is', async () => {
    const application = await database.oneFirst(sql.type(row<{ application_name: string }>())`select current_setting('application_name')`);
    expect(application).to.equal('database-test');
  });

  it('works again once the server is back, and waits for a server that is not there yet', async () => {
    const proxy = await startCuttableProxy(own.url);
    const distant = await connect(proxy.url);
    const answer = () => distant.oneFirst(sql.type(row<{ one: number }>())`select 1 as one`);
    expect(await answer()).to.equal(1);

    await proxy.cut();
    const error = await answer().catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(Error);
    const awaited = connect(proxy.url);
    await proxy.restore();
    expect(await eventually(answer)).to.equal(1);

    await (await awaited).end();
    await distant.end();
    await proxy.cut();
  });

  it('does not wait when the credentials are wrong', async () => {
    const wrong = new URL(own.url);
    wrong.password = 'wrong';
    const begun = performance.now();
    expect(await connect(wrong.href).catch((reason: unknown) => reason)).to.be.instanceOf(Error);
    expect(performance.now() - begun, 'as long as a server is awaited').to.be.below(50_000);
  });
});
