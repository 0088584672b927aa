/** Shipping logs to the real Elasticsearch, which goes away for a while. */
import { Client } from '@elastic/elasticsearch';
import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CuttableProxy, startCuttableProxy } from '../../../test/support/cuttable-proxy.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { logEntry } from '../src/logs/log-entry.ts';
import { type LogStore, logStoreAt } from '../src/logs/log-store.ts';
import { shipLogs, type ShippedLogs } from '../src/logs/ship-logs.ts';

const DAY_MS = 86_400_000;

describe('shipping logs to Elasticsearch', function () {
  let directory: string;
  let proxy: CuttableProxy;
  let client: Client;
  let store: LogStore;
  let shipped: ShippedLogs | undefined;

  before(async () => {
    proxy = await startCuttableProxy(process.env['ELASTICSEARCH_URL'] ?? '');
    client = new Client({ node: process.env['ELASTICSEARCH_URL'] ?? '' });
  });
  after(async () => {
    await proxy.cut();
    await client.close();
  });
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'ship-logs-'));
    store = logStoreAt(proxy.url);
  });
  afterEach(async () => {
    await shipped?.stop();
    shipped = undefined;
    await store.close();
    await rm(directory, { recursive: true });
  });

  const file = () => join(directory, 'pricing-service.log');
  const lineOf = (correlation_id: string, changes: object = {}) => ({
    timestamp: new Date().toISOString(),
    level: 'INFO',
    service: 'pricing-service',
    correlation_id,
    trace_id: null,
    span_id: null,
    message: 'Price locked',
    context: {},
    ...changes,
  });
  const log = (...lines: object[]) => appendFile(file(), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const start = () => {
    const sources = [{ service: 'pricing-service', path: file() }];
    shipped = shipLogs({ store, sources, positionsFile: join(directory, 'shipped.json'), retentionDays: 7, report: () => undefined });
  };
  const found = async (correlation_id: string) => {
    await client.indices.refresh({ index: 'catalog-logs-*' });
    const { hits } = await client.search<Record<string, unknown>>({
      index: 'catalog-logs-*',
      size: 1000,
      query: { term: { correlation_id } },
      sort: ['@timestamp', { 'log.offset': 'asc' }],
    });
    return hits.hits.map(({ _source }) => _source?.['context'] as { n: number });
  };
  const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at);

  it('loses nothing and doubles nothing while it is away, hangs, and comes back', async () => {
    const id = randomUUID();
    const say = (from: number, to: number) => log(...numbers(from, to).map((n) => lineOf(id, { context: { n } })));
    const all = (to: number) => eventually(async () => expect((await found(id)).map(({ n }) => n)).to.eql(numbers(0, to)));
    start();
    await say(0, 100);
    await all(100);
    await proxy.cut();
    await say(100, 200);
    await proxy.restore();
    await all(200);
    proxy.hang();
    await say(200, 300);
    await shipped?.stop();
    await proxy.cut();
    await proxy.restore();
    await say(300, 400);
    start();
    await all(400);
  });

  it('keeps one document of a line that is shipped again', async () => {
    const id = randomUUID();
    const entry = logEntry({ service: 'pricing-service', path: file() }, { text: JSON.stringify(lineOf(id)), offset: 0 }, '');
    await store.prepare();
    expect([await store.write([entry]), await store.write([entry, entry])]).to.eql([0, 0]);
    expect(await found(id)).to.have.length(1);
  });

  it('takes a line whose fields are of another kind than the template says, and fields nobody knows', async () => {
    const id = randomUUID();
    start();
    await log(
      lineOf(id, { context: { status: 'high', error: 'just text', saga_id: { nested: true } } }),
      lineOf(id, { context: { new_field: 1 } }),
      lineOf(id, { context: { new_field: { of: 'another kind' }, duration_ms: 'long' } }),
    );
    await eventually(async () => expect(await found(id)).to.have.length(3));
    const mapping = await client.indices.getMapping({ index: 'catalog-logs-*' });
    expect(JSON.stringify(mapping)).not.to.contain('new_field');
  });

  it('deletes the days that are too old, and no other index', async () => {
    const id = randomUUID();
    const at = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();
    const entryAt = (timestamp: string, offset: number) =>
      logEntry({ service: 'a', path: 'a' }, { text: JSON.stringify(lineOf(id, { timestamp })), offset }, '');
    await store.prepare();
    await store.write([entryAt(at(30), 0), entryAt(at(9), 1), entryAt(at(6), 2), entryAt(at(0), 3)]);
    await client.indices.create({ index: 'catalog-logger' }, { ignore: [400] });
    expect(await found(id)).to.have.length(4);
    await store.deleteBefore(new Date(Date.now() - 7 * DAY_MS));
    expect(await found(id)).to.have.length(2);
    expect(await client.indices.exists({ index: 'catalog-logger' })).to.equal(true);
    await client.indices.delete({ index: 'catalog-logger' });
  });
});
