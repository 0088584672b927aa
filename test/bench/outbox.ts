/** `npm run bench:outbox`: what the outbox costs and gives, as ratios within one run; prints which targets are met, and never fails. */
import '../support/silence-logs.ts';
import { createServiceDatabase, startBackingServices } from '@catalog/backing-services';
import { connect, migrate } from '@catalog/postgres';
import { freshHome } from '../support/fresh-home.ts';
import { stopOnSignal } from '../support/stop-on-signal.ts';
import { printLoadAtEnd, printLoadAtStart } from './machine-load.ts';
import { addTriggerOfTheSpecification, commitsPerSecond } from './outbox-commits.ts';
import { confirmedPerSecond, relayedPerSecond } from './outbox-drains.ts';
import { insertToConsumer } from './outbox-latency.ts';

type Measure = { name: string; target?: { text: string; met: (median: number) => boolean }; digits: number };

const atLeast = (limit: number) => ({ text: `≥ ${limit}`, met: (median: number) => median >= limit });
const below = (limit: number) => ({ text: `< ${limit}`, met: (median: number) => median < limit });

const measures = {
  gatedShare: { name: 'commits/s, gated trigger ÷ no trigger', target: atLeast(0.9), digits: 2 },
  alwaysShare: { name: 'commits/s, NOTIFY with each insert ÷ no trigger', digits: 2 },
  aloneShare: { name: 'commits/s, gated trigger and no relay running ÷ no trigger', digits: 2 },
  awayShare: { name: 'commits/s, gated trigger while the broker is away ÷ no trigger', digits: 2 },
  none: { name: 'commits/s, no trigger', digits: 0 },
  batchGain: { name: 'relay ÷ relay of one at a time', target: atLeast(30), digits: 1 },
  rawShare: { name: 'relay ÷ bare pipelined confirms', target: atLeast(0.7), digits: 2 },
  relay: { name: 'relay, events/s', digits: 0 },
  p95: { name: 'insert → consumer, p95 in ms', target: below(50), digits: 1 },
  median: { name: 'insert → consumer, median in ms', digits: 1 },
} satisfies Record<string, Measure>;
type Figures = Record<keyof typeof measures, number>;

const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 5);
const HOME = await freshHome('.catalog/bench');
const BACKLOG = 20_000;
const BACKLOG_OF_SINGLES = 300;

const { servers, stop } = await startBackingServices({
  dataDirectory: `${HOME}/data`,
  logDirectory: `${HOME}/log`,
  only: ['postgres', 'rabbitmq'],
  durable: true,
});
stopOnSignal(stop);
try {
  const databaseUrl = await createServiceDatabase(servers.postgres.url, 'outbox-bench', 'outbox');
  await prepare(databaseUrl);
  printLoadAtStart(`fsync on; ${ROUNDS} rounds, all measures in each`);
  const rounds: Figures[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const figures = await measure(databaseUrl, round);
    rounds.push(figures);
    console.log(
      `round ${round + 1}: ${Object.entries(figures)
        .map(([name, figure]) => `${name} ${figure.toFixed(2)}`)
        .join(', ')}`,
    );
  }
  report(rounds);
} finally {
  await stop();
}

async function prepare(databaseUrl: string): Promise<void> {
  const database = await connect(databaseUrl);
  await migrate(database);
  await database.end();
  await addTriggerOfTheSpecification(databaseUrl);
}

/** What is compared is measured in turns, and in another order each time: a slow minute of the machine is to fall on all alike. */
async function measure(databaseUrl: string, round: number): Promise<Figures> {
  const { none, gated, always } = await commitsPerSecond(databaseUrl, ['none', 'gated', 'always'], 'working');
  const alone = await commitsPerSecond(databaseUrl, ['none', 'gated'], 'none');
  const away = await commitsPerSecond(databaseUrl, ['none', 'gated'], 'broker away');

  const drains: Record<string, number> = {};
  const backlog = { databaseUrl, rabbitmqUrl: servers.rabbitmq.url, events: BACKLOG };
  const ways: [string, () => Promise<number>][] = [
    ['relay', () => relayedPerSecond(backlog)],
    ['single', () => relayedPerSecond({ ...backlog, events: BACKLOG_OF_SINGLES }, { batchSize: 1, batchesAtOnce: 1 })],
    ['raw', () => confirmedPerSecond(backlog)],
  ];
  for (const [name, way] of rotated(ways, round)) drains[name] = await way();

  const { median, p95 } = await insertToConsumer(databaseUrl, servers.rabbitmq.url);
  const { relay = NaN, single = NaN, raw = NaN } = drains;
  return {
    gatedShare: gated / none,
    alwaysShare: always / none,
    aloneShare: alone.gated / alone.none,
    awayShare: away.gated / away.none,
    none,
    batchGain: relay / single,
    rawShare: relay / raw,
    relay,
    p95,
    median,
  };
}

function rotated<T>(list: T[], by: number): T[] {
  return list.map((_, index) => list[(index + by) % list.length]!);
}

function report(rounds: Figures[]): void {
  const rows = (Object.entries(measures) as [keyof Figures, Measure][]).map(([key, { name, target, digits }]) => {
    const sorted = rounds.map((figures) => figures[key]).sort((one, other) => one - other);
    const median = sorted[Math.floor(sorted.length / 2)]!;
    const verdict = target ? (target.met(median) ? 'met' : 'NOT met') : '';
    return {
      measure: name,
      min: sorted[0]!.toFixed(digits),
      median: median.toFixed(digits),
      max: sorted.at(-1)!.toFixed(digits),
      target: target?.text ?? '',
      verdict,
    };
  });
  console.table(rows);
  const missed = rows.filter(({ verdict }) => verdict === 'NOT met').map(({ measure: name }) => name);
  console.log(missed.length === 0 ? 'Every target is met.' : `Not met: ${missed.join('; ')}.`);
  printLoadAtEnd();
}
