/** `npm run bench:gateway`: what the gateway costs beside other proxies, and how long its users wait; never fails. */
import { startTokenIssuer } from '../support/tokens.ts';
import { freshHome } from '../support/fresh-home.ts';
import { stopOnSignal } from '../support/stop-on-signal.ts';
import { printLoadAtEnd, printLoadAtStart } from './machine-load.ts';
import { startPricing } from './gateway-latency.ts';
import { type ProxyName, proxyNames, startProxies } from './gateway-proxies.ts';

const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 5);
const USERS = 100;
const HOME = await freshHome('.catalog/bench-gateway');

type Measure = { name: string; figures: number[]; digits: number; target?: number };

const running = new AsyncDisposableStack();
stopOnSignal(() => running.disposeAsync());
try {
  printLoadAtStart(`${ROUNDS} rounds, ${USERS} users`);
  const issuer = running.adopt(await startTokenIssuer(), (one) => one.stop());
  const users = await Promise.all(Array.from({ length: USERS }, (_, index) => issuer.bearer('ADMIN', { subject: `user-${index}` })));
  report([...(await cpuMeasures(users)), ...(await latencyMeasures(users))]);

  async function cpuMeasures(of: readonly string[]): Promise<Measure[]> {
    const proxies = await startProxies(issuer);
    try {
      const rounds: Record<ProxyName, number>[] = [];
      for (const name of proxyNames) await proxies.cpuPerRequest(name, of);
      for (let round = 0; round < ROUNDS; round += 1) {
        const figures: Partial<Record<ProxyName, number>> = {};
        for (const name of rotated(proxyNames, round)) figures[name] = await proxies.cpuPerRequest(name, of);
        rounds.push(figures as Record<ProxyName, number>);
      }
      const each = (figure: (round: Record<ProxyName, number>) => number) => rounds.map(figure);
      return [
        { name: 'CPU, gateway ÷ @fastify/http-proxy', figures: each(({ gateway, fastify }) => gateway / fastify), digits: 2, target: 0.9 },
        { name: 'CPU, gateway ÷ bare forwarder', figures: each(({ gateway, bare }) => gateway / bare), digits: 2, target: 1.5 },
        ...proxyNames.map((name) => ({ name: `CPU, ${name}, µs a request`, figures: each((round) => round[name]), digits: 0 })),
      ];
    } finally {
      await proxies.stop();
    }
  }

  async function latencyMeasures(of: readonly string[]): Promise<Measure[]> {
    const pricing = await startPricing(HOME, issuer);
    try {
      const [reads, writes] = [[], []] as [Awaited<ReturnType<typeof pricing.read>>[], Awaited<ReturnType<typeof pricing.create>>[]];
      for (let round = 0; round < ROUNDS; round += 1) {
        reads.push(await pricing.read(of));
        writes.push(await pricing.create(of));
      }
      return [
        { name: 'GET by id, p95 in ms', figures: reads.map(({ p95 }) => p95), digits: 0, target: 200 },
        { name: 'POST, p95 in ms', figures: writes.map(({ p95 }) => p95), digits: 0, target: 500 },
        { name: 'GET by id, a second', figures: reads.map(({ perSecond }) => perSecond), digits: 0 },
        { name: 'POST, a second', figures: writes.map(({ perSecond }) => perSecond), digits: 0 },
        { name: 'requests that failed', figures: [...reads, ...writes].map(({ failed }) => failed), digits: 0, target: 0 },
      ];
    } finally {
      await pricing.stop();
    }
  }
} finally {
  await running.disposeAsync();
}
process.exit(0);

/** Another order each round: a slow minute of the machine is to fall on all alike. */
function rotated<T>(list: readonly T[], by: number): T[] {
  return list.map((_, index) => list[(index + by) % list.length]!);
}

function report(measures: Measure[]): void {
  const rows = measures.map(({ name, figures, digits, target }) => {
    const sorted = figures.toSorted((one, other) => one - other);
    const median = sorted[Math.floor(sorted.length / 2)]!;
    const verdict = target === undefined ? '' : median <= target ? 'met' : 'NOT met';
    return {
      measure: name,
      min: sorted[0]!.toFixed(digits),
      median: median.toFixed(digits),
      max: sorted.at(-1)!.toFixed(digits),
      target: target === undefined ? '' : `≤ ${target}`,
      verdict,
    };
  });
  console.table(rows);
  const missed = rows.filter(({ verdict }) => verdict === 'NOT met').map(({ measure }) => measure);
  console.log(missed.length === 0 ? 'Every target is met.' : `Not met: ${missed.join('; ')}.`);
  printLoadAtEnd();
}
