import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import pg from 'pg';
import { eventually } from '../../../test/support/eventually.ts';

describe('The migration of a service before it starts', function () {
  const role = `late_${randomUUID().replaceAll('-', '')}`;
  let admin: pg.Client;

  before(async () => {
    admin = new pg.Client({ connectionString: process.env['POSTGRES_URL'] });
    await admin.connect();
  });

  after(async () => {
    await admin.query(`drop database if exists ${role} with (force)`);
    await admin.query(`drop role if exists ${role}`);
    await admin.end();
  });

  const url = (): string => {
    const address = new URL(process.env['POSTGRES_URL']!);
    return Object.assign(address, { username: role, password: 'late', pathname: `/${role}` }).href;
  };

  function run(): { child: ChildProcess; messages: string[] } {
    const messages: string[] = [];
    const child = spawn(process.execPath, [fileURLToPath(new URL('../src/migrate-service.ts', import.meta.url))], {
      cwd: fileURLToPath(new URL('../../../services/pricing-service/', import.meta.url)),
      env: { PATH: process.env['PATH'], SERVICE_NAME: 'pricing-service', LOG_LEVEL: 'INFO', DATABASE_URL: url() },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    createInterface({ input: child.stdout }).on('line', (line) => messages.push((JSON.parse(line) as { message: string }).message));
    return { child, messages };
  }

  it('waits for a role and a database that nobody has made yet, and does nothing the second time', async () => {
    const first = run();
    await eventually(() => expect(first.messages).to.include('Database is not there yet'));
    await admin.query(`create role ${role} login password 'late'`);
    await admin.query(`create database ${role} owner ${role}`);
    const [code] = (await once(first.child, 'close')) as [number];
    expect(code).to.equal(0);
    expect(first.messages).to.include('Migration applied');

    const second = run();
    expect((await once(second.child, 'close'))[0]).to.equal(0);
    expect(second.messages).to.deep.equal(['Database is at the newest schema']);
  });
});
