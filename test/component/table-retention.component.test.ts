/** No table grows unnoticed: each of every service says how long its rows are kept, and what is to go, goes. */
import { connect, type Database, keepTables, migrate, row, sql, type TableRetention } from '@catalog/postgres';
import { registry } from '@catalog/observability';
import { expect } from 'chai';
import { globSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { createTestDatabase } from '../support/postgres.ts';

const services = globSync('services/*/migrations').map((folder) => folder.split('/')[1]!);

/** A row that is to go, and its like that is to stay. */
const sagaId = '3c8e5a1f-7d42-4b96-9e0a-1f5d7c3b8a26';
const examples: Record<string, { insert: (age: string) => string }> = {
  publications: {
    insert: (age) => `insert into publications (saga_id, offering_id, variables, requested_at, deadline_at, settled_at)
    values (gen_random_uuid(), '${sagaId}', '{}', now(), now(), now() - interval '${age}')`,
  },
  publication_sagas: {
    insert: (age) => `insert into publication_sagas (saga_id, released_at) values (gen_random_uuid(), now() - interval '${age}')`,
  },
  price_changes: {
    insert: (age) => `insert into price_changes (id, price_id, at, value, status, scheduled_by, asked, created_at, ended_at)
    values (gen_random_uuid(), '${sagaId}', now(), 1, 'CANCELLED', '{}', '{}', now(), now() - interval '${age}')`,
  },
  refresh_tokens: {
    insert: (age) => `with owner as (
      insert into users (id, username, password_hash, role, version, created_at, updated_at)
      values (gen_random_uuid(), gen_random_uuid(), '', 'USER', 1, now(), now()) returning id
    ) insert into refresh_tokens (token_hash, family_id, user_id, expires_at)
    select gen_random_uuid(), gen_random_uuid(), id, now() - interval '${age}' from owner`,
  },
  sign_ins: {
    insert: (age) => `insert into sign_ins (at, outcome, username, address, correlation_id)
    values (now() - interval '${age}', 'FAILED', 'ada', '192.0.2.7', 'c')`,
  },
  sign_in_failures: {
    insert: (age) => `insert into sign_in_failures (key, failures, last_at, blocked_until)
    values (gen_random_uuid(), 1, now() - interval '${age}', now() - interval '1 second')`,
  },
  known_networks: {
    insert: (age) => `insert into known_networks (username, network, last_at)
    values (gen_random_uuid(), '192.0.2.7', now() - interval '${age}')`,
  },
  history: {
    insert: (age) => `insert into history (entity_id, version, change, changes, actor, correlation_id, at)
    values (gen_random_uuid(), 1, 'PriceLocked', '[]', '{}', 'c', now() - interval '${age}')`,
  },
};
const tombstone = (table: string, age: string, deleted = true): string => `insert into ${table} (id, version, deleted, state, changed_at)
  values (gen_random_uuid(), 1, ${deleted}, '{}', now() - interval '${age}')`;

describe('The tables', function () {
  it('are looked for in every service that has any', () =>
    expect(services).to.include.members(['offering-service', 'pricing-service', 'identity-service']));

  for (const service of services) {
    it(`of ${service} all say how long their rows are kept`, async () => {
      const { tableRetention } = (await import(pathToFileURL(`services/${service}/src/table-retention.ts`).href)) as {
        tableRetention: readonly TableRetention[];
      };
      const own = await createTestDatabase();
      const database = await connect(own.url);
      await migrate(database, pathToFileURL(`${process.cwd()}/services/${service}/migrations/`));
      const tables = await database.anyFirst(sql.type(row<{ name: string }>())`
        select tablename as name from pg_tables where schemaname = 'public' order by tablename`);
      expect(tableRetention.map(({ table }) => table).sort()).to.eql([...tables]);
      for (const rule of tableRetention) if (!('kept' in rule)) await expectOldRowsToGo(database, rule);
      await keepTables(database, tableRetention);
      const sizes = (await registry.getSingleMetric('database_table_bytes')!.get()).values.map(({ labels }) => labels['table']);
      expect(sizes).to.include.members([...tables]);
      await database.end();
      await own.drop();
    });
  }

  async function expectOldRowsToGo(database: Database, rule: Exclude<TableRetention, { kept: string }>): Promise<void> {
    const { table, days } = rule;
    const run = (statement: string) => database.query({ ...sql.type(row())`select`, sql: statement });
    const insert = examples[table]?.insert ?? ((age: string) => tombstone(table, age));
    for (const age of [`${days + 1} days`, `${days - 1} days`]) await run(insert(age));
    if (!examples[table]) await run(tombstone(table, '10 years', false));
    if (table === 'history') await run(insert(`${days + 1} days`).replace('PriceLocked', 'PriceUpdated'));
    const before = await count(database, table);
    await keepTables(database, [rule]);
    expect(before - (await count(database, table)), table).to.equal(1);
  }

  const count = (database: Database, table: string): Promise<number> =>
    database.oneFirst(sql.type(row<{ count: number }>())`select count(*) from ${sql.identifier([table])}`);

  it('are cleaned by one replica at a time', async () => {
    const own = await createTestDatabase();
    const database = await connect(own.url);
    const other = new pg.Client(own.url);
    await other.connect();
    await database.query(sql.type(row())`create table things (at timestamptz)`);
    await database.query(sql.type(row())`insert into things select now() - interval '2 days' from generate_series(1, 2500)`);
    const rules = [{ table: 'things', days: 1, since: 'at' }];
    await other.query('select pg_advisory_lock(44)');
    await keepTables(database, rules);
    expect(await count(database, 'things')).to.equal(2500);
    await other.query('select pg_advisory_unlock(44)');
    await keepTables(database, rules);
    expect(await count(database, 'things')).to.equal(0);
    await Promise.all([database.end(), other.end()]);
    await own.drop();
  });
});
