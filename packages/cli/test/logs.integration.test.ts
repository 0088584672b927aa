/** `catalog logs` on the real Elasticsearch, with lines as the launcher ships them. */
import { Client } from '@elastic/elasticsearch';
import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { logEntry } from '../../local-runtime/src/logs/log-entry.ts';
import { type LogStore, logStoreAt } from '../../local-runtime/src/logs/log-store.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { logSearchAt, type LogQuery } from '../src/logs/log-search.ts';
import { logsCommand } from '../src/logs/logs-command.ts';
import { runCatalog } from './run-catalog.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

describe('catalog logs', function () {
  const elasticsearch = process.env['ELASTICSEARCH_URL'] ?? '';
  let store: LogStore;
  let client: Client;

  before(async () => {
    client = new Client({ node: elasticsearch });
    store = logStoreAt(elasticsearch);
    await store.prepare();
  });
  after(async () => {
    await store.close();
    await client.close();
  });

  let offset = 0;
  const ago = (ms: number) => new Date(Date.now() - ms).toISOString();
  const lineOf = (correlation_id: string | null, changes: object = {}) => ({
    timestamp: ago(0),
    level: 'INFO',
    service: 'pricing-service',
    correlation_id,
    trace_id: null,
    span_id: null,
    message: 'Price locked',
    context: {},
    ...changes,
  });
  async function ship(...lines: object[]): Promise<void> {
    await store.write(
      lines.map((line) =>
        logEntry({ service: 'x', path: `/${randomUUID()}` }, { text: JSON.stringify(line), offset: (offset += 100) }, ''),
      ),
    );
    await client.indices.refresh({ index: 'catalog-logs-*' });
  }
  const run = (...words: string[]) => runCatalog(['logs', ...words, '--elasticsearch', elasticsearch], {});
  async function found(query: LogQuery): Promise<string[]> {
    const search = logSearchAt(elasticsearch);
    const lines = await Array.fromAsync(search.find(query));
    await search.close();
    return lines.map(({ message }) => message);
  }
  const messagesOf = (stdout: string) =>
    stdout
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { message: string }).message);

  it('prints the story of a request across services in the order in which it happened', async () => {
    const id = randomUUID();
    const at = ago(5000);
    await ship(
      lineOf(id, { timestamp: ago(1000), service: 'store-service', message: 'fourth' }),
      lineOf(id, { timestamp: at, service: 'offering-service', message: 'first' }),
      lineOf(id, { timestamp: at, service: 'offering-service', message: 'second' }),
      lineOf(id, {
        timestamp: ago(3000),
        message: 'third',
        level: 'ERROR',
        context: { price_id: 'p-1', error: { name: 'Error', message: 'no', stack: 'Error: no\n at x' } },
      }),
      lineOf(randomUUID(), { message: 'of another request' }),
    );
    const { code, stdout, stderr } = await run('--correlation-id', id);
    expect({ code, stderr }).to.eql({ code: 0, stderr: '' });
    expect(stdout).to.match(
      /offering-service +INFO +first\n.*second\n.*pricing-service +ERROR +third {2}price_id=p-1\n {4}Error: no\n {4}at x\n.*store-service.*fourth\n$/,
    );
  });

  it('finds all of a long story', async () => {
    const id = randomUUID();
    await ship(...Array.from({ length: 2500 }, (_, n) => lineOf(id, { timestamp: ago(10_000 - n), message: `line ${n}` })));
    expect(await found({ correlationId: id })).to.eql(Array.from({ length: 2500 }, (_, n) => `line ${n}`));
  });

  it('finds only what is asked for: service, level, time, trace', async () => {
    const id = randomUUID();
    const trace_id = randomUUID();
    await ship(
      lineOf(id, { timestamp: ago(7_200_000), message: 'old' }),
      lineOf(id, { timestamp: ago(3000), message: 'warned', level: 'WARNING' }),
      lineOf(id, { timestamp: ago(2000), message: 'failed', level: 'ERROR', service: 'store-service' }),
      lineOf(id, { timestamp: ago(1000), message: 'traced', trace_id }),
    );
    expect(await found({ correlationId: id })).to.eql(['old', 'warned', 'failed', 'traced']);
    expect(await found({ correlationId: id, since: new Date(ago(3_600_000)) })).to.eql(['warned', 'failed', 'traced']);
    expect(await found({ correlationId: id, levels: ['WARNING', 'ERROR', 'CRITICAL'] })).to.eql(['warned', 'failed']);
    expect(await found({ correlationId: id, service: 'store-service' })).to.eql(['failed']);
    expect(await found({ traceId: trace_id })).to.eql(['traced']);
  });

  it('takes its options as they are meant, and prints lines as they were logged, without what shipping added', async () => {
    const id = randomUUID();
    const line = lineOf(id, { level: 'ERROR', context: { price_id: 'p-1' } });
    await ship(line, lineOf(id, { message: 'not so bad' }), lineOf(id, { level: 'ERROR', timestamp: ago(7_200_000), message: 'old' }));
    const { stdout } = await run('--correlation-id', id, '--service', 'pricing-service', '--level', 'warning', '--since', '1h', '--json');
    expect(stdout).to.equal(`${JSON.stringify(line)}\n`);
  });

  for (const [words, message] of [
    [['--level', 'LOUD'], 'DEBUG, INFO, WARNING, ERROR, CRITICAL'],
    [['--since', 'yesterday'], 'a span such as 15m'],
    [['--elasticsearch', 'here'], 'an address'],
  ] as const) {
    it(`refuses ${words.join(' ')}`, async () => {
      let said = '';
      const command = logsCommand()
        .exitOverride()
        .configureOutput({
          writeErr: (text) => {
            said += text;
          },
        });
      await command.parseAsync([...words], { from: 'user' }).catch(() => undefined);
      expect(said).to.contain(message);
    });
  }

  it('follows: what is there, then what comes, also late, each line once', async () => {
    const id = randomUUID();
    await ship(lineOf(id, { message: 'there' }));
    const child = spawn(process.execPath, [main, 'logs', '--correlation-id', id, '--json', '--follow', '--elasticsearch', elasticsearch]);
    const soon = (check: () => unknown) => eventually(check);
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    const ended = once(child, 'close');
    try {
      await soon(() => expect(messagesOf(said)).to.eql(['there']));
      await ship(lineOf(id, { message: 'new' }));
      await soon(() => expect(messagesOf(said)).to.eql(['there', 'new']));
      await ship(lineOf(id, { message: 'late', timestamp: ago(20_000) }), lineOf(id, { message: 'newer' }));
      await soon(() => expect(messagesOf(said)).to.eql(['there', 'new', 'late', 'newer']));
    } finally {
      child.kill();
      await ended;
    }
  });

  it('says so when nothing fits, and when Elasticsearch is not there', async () => {
    expect(await run('--correlation-id', randomUUID())).to.eql({ code: 0, stdout: '', stderr: 'Nothing was logged that fits.\n' });
    const away = await runCatalog(['logs', '--elasticsearch', 'http://user:secret@127.0.0.1:1'], {});
    expect(away).to.deep.include({ code: 1, stdout: '' });
    expect(away.stderr).to.contain('Elasticsearch at http://127.0.0.1:1 cannot be reached').and.not.contain('secret');
  });
});
