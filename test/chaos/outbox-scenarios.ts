/** The scenarios: each does one kind of fault to a relay under load, again and again, and then compares both sides. */
import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '../support/eventually.ts';
import { type DeathPoint, deathPoints } from './outbox-death.ts';
import { alarms, type BrokerAlarm, duringAlarm } from './broker-alarm.ts';
import { type Findings, isSound } from './outbox-findings.ts';
import type { Mutant } from './outbox-mutants.ts';
import { startRelayProcess, startReplica } from './outbox-relay.ts';
import type { Scene } from './outbox-scene.ts';
import { keepWriting } from './outbox-write-side.ts';

export type Scenario = {
  name: string;
  rounds: number;
  /** Something must have been published twice, or the fault did not happen where it was meant to. */
  duplicates: boolean;
  mutant?: Mutant;
  /** Gives what is found after each fault. */
  run(scene: Scene): AsyncIterable<Findings>;
};

export type Extent = { rounds: number; outageMs: number };

const MUTANT_OUTAGE_MS = 5_000;
const MUTANT_ROUNDS = 1;
const WRITES_IN_OUTAGE = 500;
const PAUSES = 2;
const pausePoints = ['before publish', 'mid-batch', 'after confirm, before UPDATE'] as const satisfies DeathPoint[];
/** More than the consumer is given at once, so that it hears of all only by acknowledging. */
const EVENTS_IN_ALARM = 500;
const LOAD = { writers: 4, paceMs: 8 };

export const scenariosOf = ({ rounds, outageMs }: Extent): Scenario[] => [
  ...deathPoints.map((point): Scenario => ({
    name: `relay killed ${point}`,
    rounds,
    duplicates: point !== 'before publish',
    run: (scene) => kills(scene, { point, rounds }),
  })),
  { name: 'relay killed asleep', rounds, duplicates: false, run: (scene) => killsAsleep(scene, rounds) },
  {
    name: `broker away for ${outageMs / 1_000} s, ${WRITES_IN_OUTAGE} writes`,
    rounds: 1,
    duplicates: false,
    run: (scene) => brokerOutage(scene, outageMs),
  },
  ...pausePoints.map((point): Scenario => ({
    name: `relay paused ${point}`,
    rounds: PAUSES,
    duplicates: point !== 'before publish',
    run: (scene) => pauses(scene, point),
  })),
  ...alarms.map((alarm): Scenario => ({
    name: `broker's ${alarm} alarm, one event fails`,
    rounds: 1,
    duplicates: false,
    run: (scene) => brokerAlarm(scene, alarm),
  })),
  { name: 'broker killed under load', rounds: 2, duplicates: false, run: (scene) => brokerCrashes(scene, 2) },
  { name: 'database stopped and started', rounds: 3, duplicates: false, run: (scene) => databaseRestarts(scene, 'stop', 3) },
  { name: 'database crashed and started', rounds: 3, duplicates: false, run: (scene) => databaseRestarts(scene, 'crash', 3) },
  ...['outbox-listener', 'outbox-worker'].map((connection): Scenario => ({
    name: `${connection} backend terminated`,
    rounds,
    duplicates: false,
    run: (scene) => terminations(scene, connection, rounds),
  })),
  {
    name: `broker away for ${MUTANT_OUTAGE_MS / 1_000} s`,
    rounds: 1,
    duplicates: false,
    mutant: 'does not wait for confirms',
    run: (scene) => brokerOutage(scene, MUTANT_OUTAGE_MS, 'does not wait for confirms'),
  },
  {
    name: `relay killed ${deathPoints[3]}`,
    rounds: MUTANT_ROUNDS,
    duplicates: false,
    mutant: 'gives each try a new event_id',
    run: (scene) => kills(scene, { point: deathPoints[3], rounds: MUTANT_ROUNDS, mutant: 'gives each try a new event_id' }),
  },
];

type Kills = { point: DeathPoint; rounds: number; mutant?: Mutant };

async function* kills(scene: Scene, { point, rounds, mutant }: Kills): AsyncIterable<Findings> {
  const { chance, addresses } = scene;
  for (let round = 0; round < rounds; round += 1) {
    const writing = keepWriting(scene.writeSide, { ...LOAD, chance });
    const death = { point, batch: chance.between(1, 4), share: chance.share(), signal: 'SIGKILL' as const };
    const relay = await startRelayProcess({ ...addresses, death, ...(mutant && { mutant }) });
    await relay.died();
    await noFailures(writing.stop());
    yield await takenOver(scene);
  }
}

/** Whoever writes after its death tells nobody; the next relay must find it unasked. */
async function* killsAsleep(scene: Scene, rounds: number): AsyncIterable<Findings> {
  for (let round = 0; round < rounds; round += 1) {
    const relay = await startRelayProcess(scene.addresses);
    for (let writes = scene.chance.between(1, 20); writes > 0; writes -= 1) await scene.writeSide.write();
    await scene.asleep();
    await relay.kill();
    for (let writes = scene.chance.between(1, 20); writes > 0; writes -= 1) await scene.writeSide.write();
    yield await takenOver(scene);
  }
}

/**
 * A replica that looks by itself, for the one that is paused keeps the gate, must get at what the other has in hand; woken, that one may go
 * on.
 */
async function* pauses(scene: Scene, point: DeathPoint): AsyncIterable<Findings> {
  const { chance, addresses } = scene;
  for (let round = 0; round < PAUSES; round += 1) {
    const writing = keepWriting(scene.writeSide, { ...LOAD, chance });
    const death = { point, batch: chance.between(1, 4), share: chance.share(), signal: 'SIGSTOP' as const };
    const relay = await startRelayProcess({ ...addresses, death });
    await relay.paused();
    const replica = await startReplica(addresses, { fallbackPollMs: 1_000 });
    await noFailures(writing.stop());
    const whilePaused = await scene.outcome();
    relay.resume();
    for (let writes = chance.between(1, 20); writes > 0; writes -= 1) await scene.writeSide.write();
    const afterwards = await scene.outcome();
    yield isSound(whilePaused) ? afterwards : whilePaused;
    await relay.kill();
    await replica.stop();
  }
}

/** The broker reads nothing from those who publish; whoever consumes must go on, though one event cannot be put aside meanwhile. */
async function* brokerAlarm(scene: Scene, alarm: BrokerAlarm): AsyncIterable<Findings> {
  const relay = await startRelayProcess(scene.addresses);
  const consumer = scene.holdUpConsumer();
  for (let write = 0; write < EVENTS_IN_ALARM; write += 1) await scene.writeSide.write();
  await scene.relayed();
  await duringAlarm(scene.servers.rabbitmq, alarm, async () => {
    consumer.goOn();
    await eventually(
      async () => {
        const unheard = await scene.unheard();
        if (unheard > 1) throw new Error(`the consumer stands still, ${unheard} events are unheard`);
      },
      { within: 30_000 },
    );
    for (let write = 0; write < EVENTS_IN_ALARM; write += 1) await scene.writeSide.write();
  });
  yield await scene.outcome();
  await relay.kill();
}

async function takenOver(scene: Scene): Promise<Findings> {
  const replica = await startReplica(scene.addresses);
  try {
    return await scene.outcome();
  } finally {
    await replica.stop();
  }
}

async function* brokerOutage(scene: Scene, outageMs: number, mutant?: Mutant): AsyncIterable<Findings> {
  const relay = await startRelayProcess({ ...scene.addresses, ...(mutant && { mutant }) });
  await scene.servers.rabbitmq.stop();
  const back = performance.now() + outageMs;
  for (let write = 0; write < WRITES_IN_OUTAGE; write += 1) {
    await scene.writeSide.write();
    await delay(Math.max(0, back - performance.now()) / (WRITES_IN_OUTAGE - write));
  }
  await scene.servers.rabbitmq.start();
  yield await scene.outcome();
  await relay.kill();
}

async function* brokerCrashes(scene: Scene, rounds: number): AsyncIterable<Findings> {
  const relay = await startRelayProcess(scene.addresses);
  for (let round = 0; round < rounds; round += 1) {
    const writing = keepWriting(scene.writeSide, { ...LOAD, chance: scene.chance });
    await delay(scene.chance.between(200, 1_000));
    await scene.servers.rabbitmq.crash();
    await scene.servers.rabbitmq.start();
    await noFailures(writing.stop());
    yield await scene.outcome();
  }
  await relay.kill();
}

/** Here writes do fail; what counts is that none fails that was acknowledged. */
async function* databaseRestarts(scene: Scene, how: 'stop' | 'crash', rounds: number): AsyncIterable<Findings> {
  const { postgres } = scene.servers;
  const relay = await startRelayProcess(scene.addresses);
  for (let round = 0; round < rounds; round += 1) {
    const writing = keepWriting(scene.writeSide, { ...LOAD, chance: scene.chance });
    await delay(scene.chance.between(200, 1_000));
    await postgres[how]();
    await postgres.start();
    await writing.stop();
    yield await scene.outcome();
  }
  await relay.kill();
}

async function* terminations(scene: Scene, connection: string, rounds: number): AsyncIterable<Findings> {
  const relay = await startRelayProcess(scene.addresses);
  for (let round = 0; round < rounds; round += 1) {
    const writing = keepWriting(scene.writeSide, { ...LOAD, chance: scene.chance });
    await delay(scene.chance.between(0, 300));
    await scene.terminate(connection);
    await delay(scene.chance.between(0, 300));
    await noFailures(writing.stop());
    yield await scene.outcome();
  }
  await relay.kill();
}

async function noFailures(failures: Promise<number>): Promise<void> {
  const count = await failures;
  if (count > 0) throw new Error(`${count} writes failed though the database was there`);
}

export type Verdict = { findings: Findings | undefined; faults: string[] };

/** Runs it to its end; a mutant's run is right when something is found. */
export async function judge(scenario: Scenario, scene: Scene, onRound: (round: number, findings: Findings) => void): Promise<Verdict> {
  const faults: string[] = [];
  let findings: Findings | undefined;
  let round = 0;
  for await (findings of scenario.run(scene)) {
    round += 1;
    onRound(round, findings);
    if (!scenario.mutant && !isSound(findings)) faults.push(`unsound after round ${round}`);
  }
  if (round !== scenario.rounds) faults.push(`${round} rounds instead of ${scenario.rounds}`);
  if (scenario.duplicates && findings?.duplicates === 0) faults.push('nothing was published twice: the kill did not hit its point');
  if (scenario.mutant && (!findings || isSound(findings))) faults.push('the mutant was not caught');
  return { findings, faults };
}
