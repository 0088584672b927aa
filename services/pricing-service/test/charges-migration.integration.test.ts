import { connect, type Database, migrate, row, sql } from '@catalog/postgres';
import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTestDatabase, type TestDatabase } from '../../../test/support/postgres.ts';
import { monthly } from './price-examples.ts';

const folder = fileURLToPath(new URL('../migrations/', import.meta.url));

describe('Prices of before there were charges', () => {
  let own: TestDatabase, database: Database & { end(): Promise<void> }, old: string;

  before(async () => {
    own = await createTestDatabase();
    database = await connect(own.url);
    old = await mkdtemp(join(tmpdir(), 'migrations-'));
    for (const name of (await readdir(folder)).filter((one) => one < '0006')) await symlink(join(folder, name), join(old, name));
  });
  after(async () => {
    await database.end();
    await own.drop();
    await rm(old, { recursive: true });
  });

  const add = (unit: string, value: number) =>
    database.query(sql.type(row())`
      insert into prices (id, name, value, unit, currency, version, created_at, updated_at)
      values (${randomUUID()}, ${`${unit} ${value}`}, ${value}, ${unit}, 'EUR', 3, now(), '2026-01-02T03:04:05Z')`);

  it('get the one that their unit says, and nothing else of them changes, nor is anybody told', async () => {
    await migrate(database, old);
    for (const unit of ['per month', 'Per  Month', 'one-time', 'by agreement']) await add(unit, 9.99);
    await migrate(database, folder);
    type Price = { unit: string; charge: unknown; version: number; updated_at: string };
    const prices = await database.any(sql.type(row<Price>())`select unit, charge, version, updated_at from prices order by name`);
    const same = { version: 3, updated_at: '2026-01-02T03:04:05.000Z' };
    expect(prices).to.have.deep.members([
      { unit: 'Per  Month', charge: monthly, ...same },
      { unit: 'by agreement', charge: null, ...same },
      { unit: 'one-time', charge: { type: 'one-time' }, ...same },
      { unit: 'per month', charge: monthly, ...same },
    ]);
    expect(await database.oneFirst(sql.type(row<{ count: number }>())`select count(*) from outbox`)).to.equal(0);
    await add('one-time', 0);
  });
});
