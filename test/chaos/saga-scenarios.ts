/** The scenarios: each does one kind of fault to the publications of a round; saga-findings.ts judges how those ended. */
import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '../support/eventually.ts';
import { type Expectation, faultsIn, type Findings, type Publication } from './saga-findings.ts';
import type { Draft } from './saga-manager.ts';
import type { Mutant } from './saga-mutants.ts';
import { type Order, type Place, type SagaStep, stepOwners } from './saga-orders.ts';
import { type Pause, whilePaused } from './saga-pause.ts';
import type { Scene } from './saga-scene.ts';

export type Scenario = {
  name: string;
  rounds: number;
  mutant?: Mutant;
  expectation?: Expectation;
  /** Resolves to the publications of the round once the fault has happened and is over. */
  round(scene: Scene): Promise<Publication[]>;
};

/** `publications`: at a time. */
export type Extent = { rounds: number; publications: number; outageMs: number; pairs: number };

const forwardSteps: readonly SagaStep[] = [
  'lock-prices',
  'validate-specifications',
  'create-store-entry',
  'confirm-publication',
  'release-prices',
];
const undoingSteps: readonly SagaStep[] = ['revert-offering', 'delete-store-entry', 'unlock-prices'];

/** With everything done that can be undone. */
const failing: Omit<Order, 'id'> = { step: 'confirm-publication', point: 'middle', act: 'fail', skip: 0 };

const failed: Expectation = { ending: 'DRAFT', reasons: ['STEP_FAILED'] };
const PAIR_WITHIN_MS = 30_000;

export const scenariosOf = (extent: Extent): Scenario[] => [
  ...placesIn(forwardSteps).map((place) => killed(place, extent)),
  ...placesIn(undoingSteps).map((place) => killedUndoing(place, extent)),
  ...(['before', 'after'] as const).map((point) => killed({ step: 'start', point }, extent)),
  ...pauses.map((pause) => paused(pause, extent.publications)),
  outage('camunda', extent),
  outage('rabbitmq', extent),
  everyStepTwice(extent),
  failingForGood(extent.publications),
  refused(extent.publications),
  sharedPrice(extent.pairs),
  ...mutated,
];

const placesIn = (steps: readonly SagaStep[]): Place[] =>
  steps.flatMap((step) => (['before', 'middle', 'after'] as const).map((point) => ({ step, point })));

const nameOf = ({ step, point }: Place): string => {
  if (step === 'start') return point === 'before' ? 'between commit and start' : 'between start and noting it';
  return { before: `before ${step}`, middle: `in ${step}`, after: `after ${step}, engine not told` }[point];
};

/** Half of them new, half the next revisions of what is published. */
const draftsIn = async ({ manager }: Scene, count: number): Promise<Draft[]> => [
  ...(await manager.drafts(Math.ceil(count / 2))),
  ...(await manager.nextRevisions(Math.floor(count / 2))),
];

const killed = (place: Place, { rounds, publications }: Extent): Scenario => ({
  name: `killed ${nameOf(place)}`,
  rounds,
  async round(scene) {
    const drafts = await draftsIn(scene, publications);
    return publishUnder([kill(place, scene, publications)], scene, drafts);
  },
});

/** Half of them, by chance, are refused for an invalid specification; the others fail at the last step. */
const killedUndoing = (place: Place, { rounds, publications }: Extent): Scenario => ({
  name: `killed ${nameOf(place)}`,
  rounds,
  expectation: { ending: 'DRAFT' },
  async round(scene) {
    const doomed = scene.chance.between(0, publications);
    const drafts = [...(await scene.manager.doomedDrafts(doomed)), ...(await draftsIn(scene, publications - doomed))];
    return publishUnder([kill(place, scene, publications), failing], scene, drafts);
  },
});

const kill = (place: Place, { chance }: Scene, publications: number): Omit<Order, 'id'> => ({
  ...place,
  act: 'kill',
  skip: chance.between(0, Math.floor((publications - 1) / 2)),
});

async function publishUnder(orders: Omit<Order, 'id'>[], scene: Scene, drafts: readonly Draft[]): Promise<Publication[]> {
  const [first] = scene.order(orders);
  const [publications] = await Promise.all([scene.publishAll(drafts), scene.happened(first!)]);
  return publications;
}

const pauses: readonly (Pause & { expectation?: Expectation })[] = [
  { place: { step: 'lock-prices', point: 'after' }, past: 'its lock', expectation: { ending: 'PUBLISHED' } },
  { place: { step: 'create-store-entry', point: 'middle' }, past: 'its lock', expectation: { ending: 'PUBLISHED' } },
  { place: { step: 'confirm-publication', point: 'before' }, past: 'its lock', expectation: { ending: 'PUBLISHED' } },
  { place: { step: 'lock-prices', point: 'before' }, past: 'the deadline' },
  { place: { step: 'create-store-entry', point: 'middle' }, past: 'the deadline' },
  { place: { step: 'confirm-publication', point: 'before' }, past: 'the deadline' },
  { place: { step: 'confirm-publication', point: 'after' }, past: 'the deadline, alone' },
];

const paused = ({ expectation, ...pause }: (typeof pauses)[number], publications: number): Scenario => ({
  name: `paused ${nameOf(pause.place)}, past ${pause.past}`,
  rounds: 1,
  ...(expectation && { expectation }),
  round: async (scene) => whilePaused(pause, scene, await draftsIn(scene, publications)),
});

const outage = (server: 'camunda' | 'rabbitmq', { publications, outageMs }: Extent): Scenario => ({
  name: `${server} away for ${outageMs / 1_000} s`,
  rounds: 1,
  async round(scene) {
    const { catalog, publishAll } = scene;
    const drafts = await draftsIn(scene, Math.floor(publications / 2));
    const before = publishAll(await draftsIn(scene, Math.ceil(publications / 2)));
    await catalog[server].stop();
    const back = performance.now() + outageMs;
    const during = await publishAll(drafts);
    await delay(Math.max(0, back - performance.now()));
    await catalog[server].start();
    return [...(await before), ...during];
  },
});

const everyStepTwice = ({ rounds, publications }: Extent): Scenario => ({
  name: 'every step delivered twice at once',
  rounds,
  async round(scene) {
    const drafts = [
      ...(await draftsIn(scene, Math.ceil(publications / 2))),
      ...(await scene.manager.doomedDrafts(Math.floor(publications / 2))),
    ];
    scene.order(Object.keys(stepOwners).map((step) => ({ step: step as SagaStep, point: 'before', act: 'repeat', skip: 0 })));
    return scene.publishAll(drafts);
  },
});

const failingForGood = (publications: number): Scenario => ({
  name: 'a step that never succeeds',
  rounds: 1,
  expectation: failed,
  async round(scene) {
    const drafts = await draftsIn(scene, publications);
    scene.order([failing]);
    return scene.publishAll(drafts);
  },
});

const refused = (publications: number): Scenario => ({
  name: 'an invalid specification',
  rounds: 1,
  expectation: { ending: 'DRAFT', reasons: ['NOT_PUBLISHABLE'] },
  round: async ({ manager, publishAll }) => publishAll(await manager.doomedDrafts(publications)),
});

/** All have one price in common; a pair is begun when the one before it is published. */
const sharedPrice = (pairs: number): Scenario => ({
  name: `${pairs} × two offerings with one price at once, both within ${PAIR_WITHIN_MS / 1_000} s`,
  rounds: 1,
  expectation: { ending: 'PUBLISHED' },
  async round({ manager, publishAll }) {
    const publications: Publication[] = [];
    for (const pair of pairsOf(await manager.drafts(2 * pairs))) {
      const begun = performance.now();
      publications.push(...(await publishAll(pair)));
      const bothPublished = async () => {
        const states = await Promise.all(pair.map((draft) => manager.statusOf(draft)));
        if (states.some((state) => state !== 'PUBLISHED')) throw new Error(`two with one price are ${states.join(' and ')}`);
      };
      await eventually(bothPublished, { within: PAIR_WITHIN_MS - (performance.now() - begun), every: 100 });
    }
    return publications;
  },
});

const pairsOf = (drafts: readonly Draft[]): Draft[][] =>
  Array.from({ length: drafts.length / 2 }, (_, pair) => drafts.slice(2 * pair, 2 * pair + 2));

/** Each in the smallest scenario that can tell. */
const mutated: readonly Scenario[] = [
  {
    ...paused({ place: { step: 'confirm-publication', point: 'before' }, past: 'the deadline' }, 1),
    mutant: 'confirms what is no longer its own',
  },
  {
    ...paused({ place: { step: 'confirm-publication', point: 'after' }, past: 'the deadline, alone' }, 1),
    mutant: 'reverts what is published',
  },
  {
    name: 'nothing happens',
    rounds: 1,
    mutant: 'keeps the locks of a success',
    round: async ({ manager, publishAll }) => publishAll(await manager.drafts(2)),
  },
  { ...failingForGood(2), mutant: 'never runs out of attempts' },
  { ...failingForGood(2), mutant: 'undoes more than its own entry' },
  {
    name: 'a revision is published',
    rounds: 1,
    mutant: 'shows the prices of the next revision',
    round: async ({ manager, publishAll }) => publishAll(await manager.nextRevisions(2)),
  },
];

export type Verdict = { findings: Findings | undefined; faults: string[]; caughtBy: string[] };

/** Runs it to its end; a mutant's run is right when something is found. */
export async function judge(scenario: Scenario, scene: Scene, onRound: (round: number, findings: Findings) => void): Promise<Verdict> {
  const verdict: Verdict = { findings: undefined, faults: [], caughtBy: [] };
  for (let round = 1; round <= scenario.rounds; round += 1) {
    await scene.catalog.ready();
    const publications = await scenario.round(scene);
    const findings = await scene.outcome(publications, scenario.expectation).finally(() => scene.order([]));
    onRound(round, findings);
    verdict.findings = findings;
    (scenario.mutant ? verdict.caughtBy : verdict.faults).push(...faultsIn(findings).map((found) => `${found} in round ${round}`));
  }
  if (scenario.mutant && verdict.caughtBy.length === 0) verdict.faults.push('the mutant was not caught');
  return verdict;
}
