/** `npm run chaos:saga`: faults around publications, as in production; ends with 1 if one ends half done or is reported wrongly. */
import '../support/silence-logs.ts';
import { createChance } from '../support/chance.ts';
import { stopOnSignal } from '../support/stop-on-signal.ts';
import { startChaosCatalog, type Times } from './saga-catalog.ts';
import { faultsIn } from './saga-findings.ts';
import { judge, type Scenario, scenariosOf, type Verdict } from './saga-scenarios.ts';
import { openScene, type Scene } from './saga-scene.ts';

const HOME = '.catalog/chaos-saga';

const setting = (name: string, otherwise: number): number => Number(process.env[name] ?? otherwise);
const seed = setting('CHAOS_SEED', Math.floor(Math.random() * 2 ** 31));
const atDefaults = process.env['CHAOS_DEFAULTS'] === '1';
const times: Times = atDefaults ? { lockSeconds: 60, deadlineSeconds: 120 } : { lockSeconds: 5, deadlineSeconds: 30 };
const extent = {
  rounds: setting('CHAOS_ROUNDS', 1),
  publications: setting('CHAOS_PUBLICATIONS', 10),
  outageMs: setting('CHAOS_OUTAGE_SECONDS', 30) * 1_000,
  pairs: setting('CHAOS_PAIRS', 50),
};
const only = new RegExp(process.env['CHAOS_ONLY'] ?? '');

type Row = Record<string, string | number>;

console.log(`CHAOS_SEED=${seed} CHAOS_ROUNDS=${extent.rounds} lock ${times.lockSeconds} s, deadline ${times.deadlineSeconds} s`);
const begun = performance.now();
const catalog = await startChaosCatalog(HOME, times);
let ended: Promise<unknown> | undefined;
const end = () => (ended ??= catalog.stop());
stopOnSignal(end);

const table: Row[] = [];
let publications = 0;
try {
  const chosen = scenariosOf(extent).filter((scenario) => only.test(titleOf(scenario)));
  const scene = await openScene(catalog, createChance(seed), times.deadlineSeconds);
  const [real, mutated] = [chosen.filter(({ mutant }) => !mutant), chosen.filter(({ mutant }) => mutant)];
  for (const scenario of real) table.push(await row(scenario, scene));
  publications = scene.history.length;
  table.push(await onceMore(scene));
  for (const scenario of mutated) table.push(await row(scenario, scene));
} finally {
  await end();
}
console.table(table);
const failed = table.filter(({ verdict }) => !String(verdict).startsWith('ok'));
console.log(`${publications} publications in ${Math.round((performance.now() - begun) / 1_000)} s`);
console.log(
  failed.length === 0
    ? 'Every publication ended as it must, and every mutant was caught.'
    : `${failed.length} of ${table.length} scenarios FAILED.`,
);
process.exit(failed.length === 0 ? 0 : 1);

function titleOf({ name, mutant }: Scenario): string {
  return mutant ? `MUTANT ${mutant}: ${name}` : name;
}

/** A scenario that breaks off is one that failed; those after it still run. */
async function row(scenario: Scenario, scene: Scene): Promise<Row> {
  return rowOf(titleOf(scenario), scenario, async () => {
    if (scenario.mutant) await catalog.mutate(scenario.mutant);
    return judge(scenario, scene, (round, found) => console.log(`   ${round}: ${JSON.stringify(found)}`));
  });
}

/** What came late must not have changed what was found before. */
async function onceMore(scene: Scene): Promise<Row> {
  return rowOf('all of them, once more', { rounds: 1 }, async () => {
    const findings = await scene.outcome(scene.history);
    console.log(`   ${JSON.stringify(findings)}`);
    return { findings, faults: faultsIn(findings), caughtBy: [] };
  });
}

async function rowOf(name: string, { rounds, mutant }: Pick<Scenario, 'rounds' | 'mutant'>, attempt: () => Promise<Verdict>): Promise<Row> {
  const started = performance.now();
  console.log(`\n── ${name} × ${rounds}`);
  const { findings, faults, caughtBy } = await attempt().catch((error: unknown): Verdict => ({
    findings: undefined,
    faults: [String(error)],
    caughtBy: [],
  }));
  const verdict = faults.length > 0 ? `FAILED: ${faults.join('; ')}` : mutant ? `ok, caught: ${caughtBy.join(', ')}` : 'ok';
  console.log(`   ${verdict}`);
  return {
    scenario: name,
    rounds,
    published: findings?.published ?? '',
    drafts: findings?.drafts ?? '',
    seconds: Math.round((performance.now() - started) / 1_000),
    verdict,
  };
}
