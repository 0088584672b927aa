import { appendEvent, connect, migrate, row, sql } from '@catalog/postgres';
import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { aPrice } from '../../../test/support/events.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/support/postgres.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

describe('catalog outbox', () => {
  let database: TestDatabase;

  before(async () => {
    database = await createTestDatabase();
  });
  after(() => database.drop());

  const catalog = (...words: string[]) =>
    promisify(execFile)(process.execPath, [main, ...words], { env: { ...process.env, DATABASE_URL: database.url } });

  it('lists the events that were given up, and has them published after all', async () => {
    const own = await connect(database.url);
    await migrate(own);
    const price = aPrice();
    await appendEvent(own, { type: 'PriceCreated', payload: price });
    await own.query(sql.type(row())`update outbox set status = 'FAILED', attempts = 10, error_message = 'no route'`);
    expect((await catalog('outbox', 'failed', 'pricing-service')).stdout)
      .to.contain(price.id)
      .and.contain('no route')
      .and.contain('1 failed');
    expect((await catalog('outbox', 'requeue', 'pricing-service')).stdout).to.equal('1 requeued\n');
    expect((await catalog('outbox', 'failed', 'pricing-service')).stdout).to.equal('0 failed\n');
    await own.end();
  });

  it('says what is wrong with a command', async () => {
    const { code, stderr } = (await catalog('outbox', 'burn').catch((error: unknown) => error)) as { code: number; stderr: string };
    expect(code).to.equal(1);
    expect(stderr).to.contain("unknown command 'burn'");
  });
});
