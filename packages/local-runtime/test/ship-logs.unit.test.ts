/** Shipping logs to a store that a test can take away. */
import { expect } from 'chai';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../../../test/support/eventually.ts';
import type { LogEntry } from '../src/logs/log-entry.ts';
import { shipLogs, type ShippedLogs } from '../src/logs/ship-logs.ts';

describe('shipping logs', () => {
  let directory: string;
  let shipped: ShippedLogs | undefined;
  let isAway: boolean;
  const written: LogEntry[] = [];
  const deletedBefore: Date[] = [];
  const failures: string[] = [];
  let refused: number;
  const store = {
    async prepare() {
      if (isAway) throw new Error('nobody there');
    },
    async write(entries: readonly LogEntry[]) {
      if (isAway) throw new Error('nobody there');
      written.push(...entries);
      return refused;
    },
    async deleteBefore(time: Date) {
      deletedBefore.push(time);
    },
    async close() {},
  };

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'ship-logs-'));
    written.length = deletedBefore.length = failures.length = refused = 0;
    isAway = false;
  });
  afterEach(async () => {
    await shipped?.stop();
    await rm(directory, { recursive: true });
  });

  const logOf = (service: string) => join(directory, `${service}.log`);
  const log = (service: string, ...messages: string[]) =>
    appendFile(
      logOf(service),
      messages.map((message) => `${JSON.stringify({ timestamp: new Date().toISOString(), level: 'INFO', service, message })}\n`).join(''),
    );
  const start = () => {
    shipped = shipLogs({
      store,
      sources: ['one', 'two'].map((service) => ({ service, path: logOf(service) })),
      positionsFile: join(directory, 'data', 'shipped.json'),
      retentionDays: 7,
      report: (sentence) => failures.push(sentence),
    });
  };
  const messages = () => written.map(({ document }) => document['message']);

  it('ships what is there and what comes, of every service', async () => {
    await log('one', 'a', 'b');
    start();
    await eventually(() => expect(messages()).to.eql(['a', 'b']));
    await log('two', 'c');
    await log('one', 'd');
    await eventually(() => expect(messages()).to.have.members(['a', 'b', 'c', 'd']));
  });

  it('goes on after a stop where it was, and ships the last words before it', async () => {
    start();
    await log('one', 'a');
    await eventually(() => expect(messages()).to.eql(['a']));
    await log('one', 'last words');
    await shipped?.stop();
    expect(messages()).to.eql(['a', 'last words']);
    await log('one', 'b');
    start();
    await eventually(() => expect(messages()).to.eql(['a', 'last words', 'b']));
  });

  it('catches up, without a gap, when the store was away', async () => {
    isAway = true;
    start();
    await log('one', 'a');
    await log('two', 'b');
    isAway = false;
    await eventually(() => expect(messages()).to.have.members(['a', 'b']));
    expect(written).to.have.length(2);
  });

  it('says once that it is held back, and goes on trying', async function () {
    isAway = true;
    start();
    await log('one', 'a');
    await eventually(() => expect(failures).to.have.length(1));
    expect(failures[0]).to.contain('nobody there').and.contain('later');
    isAway = false;
    await eventually(() => expect(messages()).to.eql(['a']));
    expect(failures).to.have.length(1);
  });

  it('says how many lines are refused, and does not wait for them', async () => {
    refused = 1;
    await log('one', 'a');
    start();
    await eventually(() => expect(failures.join()).to.contain('refuses 1 line'));
    refused = 0;
    await log('one', 'b');
    await eventually(() => expect(messages()).to.eql(['a', 'b']));
  });

  it('leaves out what is older than is kept, and has such days deleted', async () => {
    await writeFile(
      logOf('one'),
      `${JSON.stringify({ timestamp: '2020-01-01T00:00:00.000Z', level: 'INFO', service: 'one', message: 'long ago' })}\n`,
    );
    await log('one', 'now');
    start();
    await eventually(() => expect(messages()).to.eql(['now']));
    expect(Date.now() - (deletedBefore[0]?.getTime() ?? 0)).to.be.within(7 * 86_400_000, 7 * 86_400_000 + 60_000);
  });

  it('ships all again if nobody knows how far it was', async () => {
    await log('one', 'a');
    start();
    await eventually(async () => expect(await readFile(join(directory, 'data', 'shipped.json'), 'utf8')).to.contain('offset'));
    await shipped?.stop();
    await writeFile(join(directory, 'data', 'shipped.json'), '{"half');
    start();
    await eventually(() => expect(messages()).to.eql(['a', 'a']));
    expect(new Set(written.map(({ id }) => id)).size).to.equal(1);
  });

  it('stops soon though the store is away', async () => {
    isAway = true;
    start();
    await log('one', 'a');
    const since = performance.now();
    await shipped?.stop();
    expect(performance.now() - since).to.be.below(60_000);
  });
});
