import { connect, databaseHealth, row, sql } from '@catalog/postgres';
import { expect } from 'chai';
import { globSync, readFileSync } from 'node:fs';
import { type CuttableProxy, startCuttableProxy } from '../../../test/support/cuttable-proxy.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/support/postgres.ts';

describe('a look at the database', () => {
  let own: TestDatabase, server: CuttableProxy, health: ReturnType<typeof databaseHealth>;

  before(async () => {
    own = await createTestDatabase();
    server = await startCuttableProxy(own.url);
    health = databaseHealth(server.url);
  });

  after(async () => {
    await health.close();
    await server.cut();
    await own.drop();
  });

  const fails = () =>
    health.check().then(
      () => false,
      () => true,
    );

  it('waits for no connection of the pool', async () => {
    const pool = await connect(server.url, { maximumPoolSize: 1 });
    const [taken, letGo] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const busy = pool.transaction(async () => {
      taken.resolve();
      await letGo.promise;
    });
    await taken.promise;
    await health.check();
    letGo.resolve();
    await busy;
    await pool.end();
  });

  it('keeps its connection', async () => {
    for (let n = 0; n < 3; n += 1) await health.check();
    const pool = await connect(own.url);
    const sessions = await pool.oneFirst(sql.type(row<{ count: number }>())`
      select count(*) from pg_stat_activity where datname = current_database() and application_name = 'health'`);
    await pool.end();
    expect(sessions).to.equal(1);
  });

  for (const [trouble, begin] of [
    ['is away', () => server.cut()],
    ['hangs', () => server.hang()],
  ] as const) {
    it(`fails while the database ${trouble}, and succeeds again afterwards`, async () => {
      await health.check();
      await begin();
      expect([await fails(), await fails()]).to.eql([true, true]);
      await server.restore();
      await eventually(() => health.check());
    });
  }

  for (const file of globSync(['services/*/src/main.ts', 'packages/write-side/src/*.ts'])) {
    const text = readFileSync(file, 'utf8');
    if (!text.includes('openServiceDatabase(')) continue;
    it(`decides the readiness of what starts by ${file}`, () => expect(text).to.match(/\bdatabase: health\.check\b/));
  }

  it('comes with the database wherever a service starts', () => {
    const starts = globSync('services/*/src/main.ts')
      .map((file) => readFileSync(file, 'utf8'))
      .filter((text) => /@catalog\/(postgres|write-side)/.test(text));
    expect(starts).to.have.length.above(4);
    for (const text of starts) expect(text).to.match(/\b(openServiceDatabase|runWriteSide)\(/);
  });
});
