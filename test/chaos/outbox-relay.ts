/** Starts the relay under test and its replica as processes; both wake on notifications only. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { connectEventBus } from '@catalog/event-bus';
import { type OutboxSettings, startOutboxRelay } from '@catalog/postgres';
import { type Death, PAUSED } from './outbox-death.ts';
import type { Mutant } from './outbox-mutants.ts';

export type Addresses = { databaseUrl: string; rabbitmqUrl: string };
export type RelayOrder = Addresses & { death?: Death; mutant?: Mutant };

/** No poll, so that what is found is found by the protocol and not by luck; small batches, so that several are under way at once. */
export const relaySettings = { fallbackPollMs: 3_600_000, batchSize: 5 };

export type RelayProcess = {
  /** Resolves when it has died at the point it was told to. */
  died(): Promise<void>;
  /** Resolves when it is paused at the point where it was told to. */
  paused(): Promise<void>;
  resume(): void;
  kill(): Promise<void>;
};

const READY_WITHIN_MS = 30_000;
const DIES_WITHIN_MS = 30_000;

/** Resolves once it relays, or has died already. */
export async function startRelayProcess(order: RelayOrder): Promise<RelayProcess> {
  const program = fileURLToPath(new URL('./outbox-relay-process.ts', import.meta.url));
  const child = fork(program, [JSON.stringify(order)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  const paused = Promise.withResolvers<void>();
  child.on('message', (message) => {
    if (message === PAUSED) paused.resolve();
  });
  await within(READY_WITHIN_MS, Promise.race([once(child, 'message'), exited]), 'the relay did not start');
  return {
    paused: () => within(DIES_WITHIN_MS, paused.promise, 'the relay did not come to the point where it should pause'),
    resume: () => {
      child.kill('SIGCONT');
    },
    async died() {
      const [code, signal] = await within(DIES_WITHIN_MS, exited, 'the relay did not come to the point where it should die');
      if (signal !== 'SIGKILL') throw new Error(`the relay ended by itself, with ${code ?? signal}`);
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

export type Replica = { stop(): Promise<void> };

export async function startReplica({ databaseUrl, rabbitmqUrl }: Addresses, settings: Partial<OutboxSettings> = {}): Promise<Replica> {
  const bus = await connectEventBus({ url: rabbitmqUrl, service: 'outbox-replica' });
  const relay = await startOutboxRelay({ databaseUrl, publish: bus.publish, settings: { ...relaySettings, ...settings } });
  return {
    stop: async () => {
      await relay.stop();
      await bus.close();
    },
  };
}

async function within<T>(ms: number, work: Promise<T>, complaint: string): Promise<T> {
  const limit = Promise.withResolvers<never>();
  const timer = setTimeout(() => limit.reject(new Error(`${complaint} within ${ms} ms`)), ms);
  return Promise.race([work, limit.promise]).finally(() => clearTimeout(timer));
}
