// All six servers really start, serve, report a death, stop without a trace, and keep their data.
import { expect } from 'chai';
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createServiceDatabase, freePort, startBackingServices, ExpectedError } from '../src/index.ts';
import type { BackingOptions, BackingServices, Server } from '../src/index.ts';
import { startTimeOf } from '../src/processes/process-identity.ts';
import { mongoCommand, numberIn } from './mongo-command.ts';

describe('the backing services', function () {
  this.timeout(20 * 60_000); // the very first start fetches about 200 MB

  let directory = '';
  let services: BackingServices;
  let firstUrls: string[];
  const deaths = Promise.withResolvers<{ server: Server; lastLines: string[] }>();

  // Servers that the test run shares must not be taken for ours: we are about to kill some.
  const given = ['BACKING', 'POSTGRES_URL', 'RABBITMQ_URL', 'MONGODB_URL', 'ELASTICSEARCH_URL', 'CAMUNDA_URL', 'ZIPKIN_URL'];
  const shared = Object.fromEntries(given.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));

  before(async () => {
    for (const name of given) delete process.env[name];
    directory = await mkdtemp(join(tmpdir(), 'catalog-backing-'));
    await chmod(directory, 0o755);
    services = await startBackingServices({ ...options(), onExit: (server, lastLines) => deaths.resolve({ server, lastLines }) });
    firstUrls = urls();
  });

  after(async () => {
    Object.assign(process.env, shared);
    await services?.stop();
    await rm(directory, { recursive: true, force: true });
  });

  it('store a row in PostgreSQL, which knows the case of letters beyond ASCII', async () => {
    const { rows } = await query(services.servers.postgres.url, [
      'create table things (name text)',
      `insert into things values ('ÄÖŁ')`,
      `select lower(name) as name, current_setting('max_connections') as max from things`,
    ]);
    expect(rows).to.deep.equal([{ name: 'äöł', max: '200' }]);
  });

  it('queue a message in RabbitMQ', async () => {
    const message = { properties: { delivery_mode: 2 }, routing_key: 'things', payload: 'hello', payload_encoding: 'string' };
    await rabbit('PUT', '/queues/%2F/things', { durable: true });
    const published = await rabbit('POST', '/exchanges/%2F/amq.default/publish', message);
    expect(published).to.deep.equal({ routed: true });
  });

  it('store a document in MongoDB', async () => {
    const { url } = services.servers.mongodb;
    const reply = await mongoCommand(url, { insert: 'things', documents: [{ _id: 'one' }], $db: 'store' });
    expect(numberIn(reply, 'n')).to.equal(1);
  });

  it('find an indexed document in Elasticsearch', async () => {
    await json('PUT', `${services.servers.elasticsearch.url}/things/_doc/1?refresh=true`, { name: 'Fibre 100' });
    expect(await thingsFound()).to.equal(1);
  });

  it('deploy a process to Camunda, which keeps it in a database of its own', async () => {
    const form = new FormData();
    form.set('deployment-name', 'things');
    form.set('things.bpmn', new Blob([processModel]), 'things.bpmn');
    const reply = await fetch(`${services.servers.camunda.url}/deployment/create`, { method: 'POST', body: form });
    expect(reply.status).to.equal(200);
    expect(await definitions()).to.deep.equal(['things']);
    const cleanup = (await json('GET', `${services.servers.camunda.url}/history/cleanup/configuration`)) as Record<string, unknown>;
    expect(cleanup['batchWindowStartTime'], 'history is never removed').to.match(/T00:01:00/);
    const { rows } = await query(services.servers.postgres.url, [`select 1 as found from pg_database where datname = 'camunda'`]);
    expect(rows).to.deep.equal([{ found: 1 }]);
  });

  it('show a trace in Zipkin', async () => {
    const { url } = services.servers.zipkin;
    const span = { id: '352bff9a74ca9ad2', traceId: '5af7183fb1d4cf5f', name: 'get /things', timestamp: 1_700_000_000_000_000 };
    await json('POST', `${url}/api/v2/spans`, [span]);
    expect(await json('GET', `${url}/api/v2/trace/${span.traceId}`)).to.have.length(1);
  });

  it('give each service a database that no other service can enter, as often as asked', async () => {
    const admin = services.servers.postgres.url;
    const [pricing] = await Promise.all([
      createServiceDatabase(admin, 'pricing-service', 'secret/1'),
      createServiceDatabase(admin, 'offering-service', 'secret'),
    ]);
    expect(await createServiceDatabase(admin, 'pricing-service', 'secret/1')).to.equal(pricing);
    const { rows } = await query(pricing, ['create table prices (id int)', 'select current_database() as name']);
    expect(rows).to.deep.equal([{ name: 'pricing_service' }]);
    const intrusion = query(pricing.replace(/pricing_service$/, 'offering_service'), ['select 1']);
    expect(await intrusion.catch((error: { code: string }) => error.code)).to.equal('42501');
  });

  it('report a server that died by itself, with the last lines of its log', async () => {
    process.kill(services.servers.zipkin.pid, 'SIGKILL'); // which has nothing that it would have to keep
    const { server, lastLines } = await deaths.promise;
    expect(server.name).to.equal('zipkin');
    expect(lastLines).to.not.be.empty;
  });

  it('leave no process behind when stopped', async () => {
    await services.stop();
    expect(pids().filter((pid) => startTimeOf(pid) !== undefined)).to.deep.equal([]);
    expect(await readdir(join(directory, 'run'))).to.deep.equal([]);
  });

  it('start again at the same addresses with what was stored before', async () => {
    services = await startBackingServices(options());
    expect(urls()).to.deep.equal(firstUrls);
    expect((await query(services.servers.postgres.url, ['select name from things'])).rows).to.deep.equal([{ name: 'ÄÖŁ' }]);
    expect(await rabbit('POST', '/queues/%2F/things/get', { count: 1, ackmode: 'ack_requeue_false', encoding: 'auto' })).to.have.length(1);
    expect(numberIn(await mongoCommand(services.servers.mongodb.url, { count: 'things', $db: 'store' }), 'n')).to.equal(1);
    expect(await thingsFound()).to.equal(1);
    expect(await definitions()).to.deep.equal(['things']);
  });

  it('refuse a wanted port that is taken, naming it', async () => {
    const port = await freePort();
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(port, '127.0.0.1', resolve));
    const start = startBackingServices({ ...options('elsewhere'), only: ['postgres'], ports: { postgres: port } });
    expect(await start.catch((error: unknown) => error))
      .to.be.instanceOf(ExpectedError)
      .with.property('message')
      .that.includes(String(port));
    await new Promise((resolve) => holder.close(resolve));
  });

  it('stop what was started when aborted while starting', async () => {
    const interrupt = new AbortController();
    const waiting = new Set<string>();
    const started = startBackingServices({
      ...options('aborted'),
      only: ['postgres', 'rabbitmq', 'zipkin'],
      durable: false,
      signal: interrupt.signal,
      progress: (server, state) => {
        if (state === 'waiting') waiting.add(server);
        if (waiting.has('rabbitmq') && waiting.has('zipkin')) interrupt.abort(new Error('interrupted'));
      },
    });
    expect(await started.catch((error: Error) => error.message)).to.equal('interrupted');
    expect(await readdir(join(directory, 'aborted', 'run'))).to.deep.equal([]);
  });

  function options(below = ''): BackingOptions {
    return { dataDirectory: join(directory, below, 'data'), logDirectory: join(directory, below, 'log') };
  }

  function urls(): string[] {
    return Object.values(services.servers).map(({ url }) => url);
  }

  function pids(): number[] {
    return Object.values(services.servers).map(({ pid }) => pid);
  }

  function rabbit(method: string, path: string, body: unknown): Promise<unknown> {
    const { management_url: url, user, password } = services.servers.rabbitmq;
    const authorization = `Basic ${Buffer.from(`${String(user)}:${String(password)}`).toString('base64')}`;
    return json(method, `${String(url)}/api${path}`, body, { authorization });
  }

  async function thingsFound(): Promise<number> {
    return ((await json('GET', `${services.servers.elasticsearch.url}/things/_count?q=name:fibre`)) as { count: number }).count;
  }

  async function definitions(): Promise<string[]> {
    return ((await json('GET', `${services.servers.camunda.url}/process-definition`)) as { key: string }[]).map(({ key }) => key);
  }
});

async function query(url: string, statements: string[]): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements.slice(0, -1)) await client.query(statement);
    return await client.query(statements.at(-1) ?? '');
  } finally {
    await client.end();
  }
}

async function json(method: string, url: string, body?: unknown, headers: Record<string, string> = {}): Promise<unknown> {
  const content = body === undefined ? {} : { body: JSON.stringify(body) };
  const reply = await fetch(url, { method, headers: { 'content-type': 'application/json', ...headers }, ...content });
  const text = await reply.text();
  expect(reply.status, text).to.be.within(200, 299);
  return text === '' ? undefined : JSON.parse(text);
}

const processModel = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
  targetNamespace="things">
  <process id="things" isExecutable="true" camunda:historyTimeToLive="P1D"><startEvent id="start"/></process>
</definitions>`;
