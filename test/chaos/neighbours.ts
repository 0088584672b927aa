/** `npm run chaos:neighbours`: one hostile client attacks in each way for a minute; exits with 1 if another client notices. */
import { buildWebPages, silent, startCatalog } from '@catalog/local-runtime';
import { rm } from 'node:fs/promises';
import { quantile } from '../bench/quantile.ts';
import { type Attack, attacks } from './neighbours-attacks.ts';
import { type Asked, askSteadily, clientFrom, type Heard } from './neighbours-client.ts';
import { attackFromThread, type Deeds } from './neighbours-hostile.ts';
import { loadSample, signIn, urlOf } from './running-catalog.ts';

const HOME = '.catalog/chaos-neighbours';
const ATTACK_MS = Number(process.env['CHAOS_SECONDS'] ?? 60) * 1_000;
const QUIET_MS = ATTACK_MS / 2;
const MOST_TIMES_SLOWER = 3;
const only = new RegExp(process.env['CHAOS_ONLY'] ?? '');

const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopped.abort(new Error('stopped')));

await rm(HOME, { recursive: true, force: true });
const building = buildWebPages(stopped.signal);
building.catch(() => undefined);
const catalog = await startCatalog({
  home: HOME,
  portBase: 0,
  shipLogs: false,
  withWebPages: true,
  events: silent,
  signal: stopped.signal,
  extraEnvironment: { LOG_LEVEL: 'WARNING' },
});
const neighbour = clientFrom('127.0.0.3', 20);
const table: Record<string, string | number>[] = [];
try {
  await building;
  await catalog.startWebPages();
  await loadSample(catalog);
  for (const attack of attacks.filter(({ name }) => only.test(name))) table.push(await rowOf(attack));
} finally {
  await neighbour.leave();
  await catalog.stop();
}
console.table(table);
const failed = table.filter(({ verdict }) => verdict !== 'ok');
console.log(failed.length === 0 ? 'Nobody else felt it.' : `${failed.length} of ${table.length} ways FAILED.`);
process.exit(failed.length === 0 ? 0 : 1);

async function rowOf(attack: Attack): Promise<Record<string, string | number>> {
  console.log(`\n── ${attack.name}`);
  const { of, path, perSecond = 20, isGood } = attack.asked;
  const asked: Asked = { url: urlOf(catalog, of) + path, perSecond, authorization: await signIn(catalog, 'admin'), isGood };
  await askSteadily(neighbour, asked, 2_000); // connections are made, caches are warm
  const quiet = await askSteadily(neighbour, asked, QUIET_MS);
  const { meanwhile, deeds } = await underAttack(attack, asked);
  const faults = faultsIn(quiet, meanwhile);
  for (const [reason, times] of Object.entries(meanwhile.failures)) console.log(`   ${times} × ${reason}`);
  console.log(`   the attack: ${JSON.stringify(deeds.said)}`);
  return {
    way: attack.name,
    hostile: deeds.count,
    asked: meanwhile.took.length,
    failed: failuresOf(meanwhile),
    'quiet p95 ms': p95(quiet),
    'p95 ms': p95(meanwhile),
    times: Math.round((10 * p95(meanwhile)) / p95(quiet)) / 10,
    verdict: faults.join('; ') || 'ok',
  };
}

/** The neighbour asks until the attack is over. */
async function underAttack(attack: Attack, asked: Asked): Promise<{ meanwhile: Heard; deeds: Deeds }> {
  const address = `127.0.1.${attacks.indexOf(attack) + 1}`;
  const orders = { attack: attack.name, services: catalog.endpoints.services, authorization: await signIn(catalog, 'user'), address };
  const over = AbortSignal.any([stopped.signal, AbortSignal.timeout(ATTACK_MS)]);
  const [meanwhile, deeds] = await Promise.all([askSteadily(neighbour, asked, ATTACK_MS), attackFromThread(orders, over)]);
  stopped.signal.throwIfAborted();
  return { meanwhile, deeds };
}

function faultsIn(quiet: Heard, meanwhile: Heard): string[] {
  return [
    ...(failuresOf(quiet) > 0 ? ['failures before it began'] : []),
    ...(failuresOf(meanwhile) > 0 ? [`${failuresOf(meanwhile)} failed`] : []),
    ...(p95(meanwhile) >= MOST_TIMES_SLOWER * p95(quiet) ? [`p95 ${MOST_TIMES_SLOWER} times as long, or more`] : []),
  ];
}

function p95({ took }: Heard): number {
  return Math.round(10 * quantile(took, 0.95)) / 10;
}

function failuresOf({ failures }: Heard): number {
  return Object.values(failures).reduce((sum, times) => sum + times, 0);
}
