/** `npm run chaos:sigterm`: stops each service under load, again and again; exits with 1 if a request under way was not answered. */
import { type ProcessName, type ServiceName, serviceNames } from '@catalog/contracts';
import { silent, startCatalog } from '@catalog/local-runtime';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signIn } from './running-catalog.ts';
import type { Outcomes } from './sigterm-load.ts';
import { type Stop, stopUnderLoad } from './sigterm-stop.ts';
import { tellingTakenConnections } from './sigterm-taken.ts';

const HOME = '.catalog/chaos-sigterm';
const ROUNDS = Number(process.env['CHAOS_ROUNDS'] ?? 30);

const exits = new Map<ProcessName, number | null>();
const asked = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => asked.abort(new Error('stopped')));

const told = await mkdtemp(join(tmpdir(), 'catalog-sigterm-'));
const catalog = await startCatalog({
  home: HOME,
  portBase: 0,
  extraEnvironment: { RATE_LIMIT_PER_MINUTE: '1000000', LOG_LEVEL: 'WARNING', ...tellingTakenConnections(told) },
  events: {
    ...silent,
    serviceEnded: (name, { exit }) => {
      exits.set(name, exit.code);
    },
  },
  signal: asked.signal,
});
const stops: Stop[] = [];
try {
  const authorization = await signIn(catalog, 'admin');
  for (let round = 1; round <= ROUNDS; round += 1) {
    for (const name of serviceNames) {
      asked.signal.throwIfAborted();
      const stop = await stopUnderLoad(catalog, { name, authorization, exits, told });
      stops.push(stop);
      if (isBad(stop))
        console.log(`${name} ended with ${stop.exitCode} after ${Math.round(stop.stopMs)} ms: ${JSON.stringify(stop.outcomes)}`);
    }
    console.log(`round ${round} of ${ROUNDS}: ${JSON.stringify(sumOf(stops.slice(-serviceNames.length)))}`);
  }
} finally {
  await catalog.stop();
  await rm(told, { recursive: true });
}
console.table(
  serviceNames.map((name) =>
    rowOf(
      name,
      stops.filter((stop) => stop.name === name),
    ),
  ),
);
const bad = stops.filter(isBad);
console.log(
  bad.length === 0 ? `${stops.length} stops: every request under way was answered.` : `${bad.length} of ${stops.length} stops FAILED.`,
);
process.exit(bad.length === 0 ? 0 : 1);

function isBad({ outcomes, exitCode }: Stop): boolean {
  return outcomes.cut + outcomes.failed > 0 || exitCode !== 0;
}

function rowOf(service: ServiceName, of: Stop[]): Record<string, string | number> {
  const times = of.map(({ stopMs }) => stopMs).sort((one, other) => one - other);
  const bad = of.filter(({ exitCode }) => exitCode !== 0).length;
  return {
    service,
    stops: of.length,
    ...sumOf(of),
    'exit ≠ 0': bad,
    'stop ms, median': Math.round(times[Math.floor(times.length / 2)] ?? NaN),
  };
}

function sumOf(of: Stop[]): Omit<Outcomes, 'reasons'> {
  const sum = (part: Exclude<keyof Outcomes, 'reasons'>) => of.reduce((total, { outcomes }) => total + outcomes[part], 0);
  return { answered: sum('answered'), refused: sum('refused'), untaken: sum('untaken'), failed: sum('failed'), cut: sum('cut') };
}
