/** `npm run chaos:outbox`: faults around the outbox, as they happen in production; ends with 1 if an event is lost, invented or altered. */
import '../support/silence-logs.ts';
import { createChance } from '../support/chance.ts';
import { stopOnSignal } from '../support/stop-on-signal.ts';
import { judge, type Scenario, scenariosOf } from './outbox-scenarios.ts';
import { openScene, type Servers } from './outbox-scene.ts';
import { startFragileServer } from './fragile-server.ts';

const HOME = '.catalog/chaos';

const setting = (name: string, otherwise: number): number => Number(process.env[name] ?? otherwise);
const seed = setting('CHAOS_SEED', Math.floor(Math.random() * 2 ** 31));
const extent = { rounds: setting('CHAOS_ROUNDS', 20), outageMs: setting('CHAOS_OUTAGE_SECONDS', 60) * 1_000 };
const only = new RegExp(process.env['CHAOS_ONLY'] ?? '');

console.log(`CHAOS_SEED=${seed} CHAOS_ROUNDS=${extent.rounds} CHAOS_OUTAGE_SECONDS=${extent.outageMs / 1_000}`);
const servers = await startServers();
let ended: Promise<unknown> | undefined;
const end = () => (ended ??= Promise.allSettled([servers.postgres.stop(), servers.rabbitmq.stop()]));
stopOnSignal(end);

const table: Record<string, string | number>[] = [];
try {
  const scenarios = scenariosOf(extent).filter(({ name }) => only.test(name));
  for (const [index, scenario] of scenarios.entries()) table.push(await row(scenario, index));
} finally {
  await end();
}
console.table(table);
const failed = table.filter(({ verdict }) => !String(verdict).startsWith('ok'));
const summary =
  failed.length === 0 ? 'Nothing was lost, and every mutant was caught.' : `${failed.length} of ${table.length} scenarios FAILED.`;
console.log(summary);
process.exit(failed.length === 0 ? 0 : 1);

async function startServers(): Promise<Servers> {
  const [postgres, rabbitmq] = await Promise.all([startFragileServer('postgres', HOME), startFragileServer('rabbitmq', HOME)]);
  return { postgres, rabbitmq };
}

/** A scenario that breaks off is one that failed; those after it still run. */
async function row(scenario: Scenario, index: number): Promise<Record<string, string | number>> {
  const begun = performance.now();
  const name = scenario.mutant ? `MUTANT ${scenario.mutant}: ${scenario.name}` : scenario.name;
  console.log(`\n── ${name} × ${scenario.rounds}`);
  const scene = await openScene(servers, `outbox-${index}`, createChance(seed + index));
  const { findings, faults } = await judge(scenario, scene, (round, found) => console.log(`   ${round}: ${JSON.stringify(found)}`)).catch(
    (error: unknown) => ({ findings: undefined, faults: [String(error)] }),
  );
  await scene.close().catch(() => {});
  const verdict = faults.length > 0 ? `FAILED: ${faults.join('; ')}` : scenario.mutant ? 'ok, caught' : 'ok';
  console.log(`   ${verdict}`);
  return { scenario: name, rounds: scenario.rounds, ...findings, seconds: Math.round((performance.now() - begun) / 1_000), verdict };
}
