/** `npm run bench:tracing`: what a request costs with every trace recorded and exported, beside what it costs without; never fails. */
import { startTokenIssuer } from '../support/tokens.ts';
import { freshHome } from '../support/fresh-home.ts';
import { stopOnSignal } from '../support/stop-on-signal.ts';
import { printLoadAtEnd, printLoadAtStart } from './machine-load.ts';
import { quantile } from './quantile.ts';
import { startServices, type Variant, type Work } from './tracing-services.ts';

const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 5);
const USERS = 20;
const TARGET = 1.3;
const HOME = await freshHome('.catalog/bench-tracing');

const running = new AsyncDisposableStack();
stopOnSignal(() => running.disposeAsync());
try {
  printLoadAtStart(`${ROUNDS} rounds, ${USERS} users`);
  const issuer = running.adopt(await startTokenIssuer(), (one) => one.stop());
  const users = await Promise.all(Array.from({ length: USERS }, (_, index) => issuer.bearer('ADMIN', { subject: `user-${index}` })));
  const rows = [];
  for (const work of await startServices(HOME, issuer, users, running)) rows.push(await measured(work));
  console.table(rows);
  const missed = rows.filter(({ verdict }) => verdict !== 'met').map(({ work }) => work);
  console.log(missed.length === 0 ? 'Every target is met.' : `Not met: ${missed.join('; ')}.`);
  printLoadAtEnd();
} finally {
  await running.disposeAsync();
}
process.exit(0);

async function measured({ name, cpuPerRequest }: Work) {
  for (const variant of ['traced', 'untraced'] as const) await cpuPerRequest(variant); // until all is compiled
  const rounds: Record<Variant, number>[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const figures = { traced: 0, untraced: 0 };
    // Another order each round: a slow minute of the machine is to fall on both alike.
    for (const variant of round % 2 === 0 ? (['traced', 'untraced'] as const) : (['untraced', 'traced'] as const))
      figures[variant] = await cpuPerRequest(variant);
    rounds.push(figures);
  }
  const ratios = rounds.map(({ traced, untraced }) => traced / untraced);
  const median = quantile(ratios, 0.5);
  console.log(`${name}: ${ratios.map((ratio) => ratio.toFixed(2)).join(', ')}`);
  return {
    work: name,
    'traced ÷ untraced': `${median.toFixed(2)} (${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)})`,
    'traced, µs': Math.round(
      quantile(
        rounds.map(({ traced }) => traced),
        0.5,
      ),
    ),
    'untraced, µs': Math.round(
      quantile(
        rounds.map(({ untraced }) => untraced),
        0.5,
      ),
    ),
    target: `≤ ${TARGET}`,
    verdict: median <= TARGET ? 'met' : 'NOT met',
  };
}
