import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { createTestDatabase, type TestDatabase } from '../../../test/support/postgres.ts';

type Span = { id: string; parentId?: string; name: string; kind?: string; tags: Record<string, string> };

describe('the statements of a trace', function () {
  let database: TestDatabase;
  const spans: Span[] = [];

  before(async () => {
    database = await createTestDatabase();
    const zipkin = createServer(async (request, response) => {
      spans.push(...((await json(request)) as Span[]));
      response.writeHead(202).end();
    }).listen(0, '127.0.0.1');
    await once(zipkin, 'listening');
    const program = spawn(
      process.execPath,
      ['--import', '@catalog/observability/register', fileURLToPath(new URL('./traced-statements.ts', import.meta.url))],
      {
        cwd: fileURLToPath(new URL('..', import.meta.url)),
        env: { ...process.env, DATABASE_URL: database.url, ZIPKIN_URL: `http://127.0.0.1:${(zipkin.address() as AddressInfo).port}` },
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    );
    expect(await once(program, 'exit')).to.eql([0, null]);
    zipkin.close();
  });
  after(() => database.drop());

  const statements = () => spans.filter(({ kind }) => kind === 'CLIENT');

  it('each have a span below what made them, named by operation and table; those outside of a trace have none', () => {
    const work = spans.find(({ name }) => name === 'work');
    expect(statements().map(({ name }) => name)).to.eql(['INSERT things', 'SELECT things', 'SELECT things', 'INSERT things']);
    expect(statements().every(({ parentId }) => parentId === work?.id)).to.equal(true);
  });

  it('are shown with placeholders, never with what they are asked about', () => {
    expect(statements()[1]!.tags['db.query.text']).to.equal('select id from things where id = $1');
  });

  it('are marked where PostgreSQL refused them, not where they found nothing', () => {
    expect(statements().map(({ tags }) => 'error' in tags)).to.eql([false, false, false, true]);
  });
});
