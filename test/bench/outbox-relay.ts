/** Starts a relay as a process of its own, so that it takes no time from the measuring process. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export type RelayOrder = { databaseUrl: string; rabbitmqUrl?: string; brokerAway?: boolean };
export type RelayProcess = { stop(): Promise<void> };

const READY_WITHIN_MS = 30_000;

export async function startRelayProcess(order: RelayOrder): Promise<RelayProcess> {
  const program = fileURLToPath(new URL('./outbox-relay-process.ts', import.meta.url));
  const child = fork(program, [JSON.stringify(order)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, LOG_LEVEL: 'SILENT' },
  });
  await once(child, 'message', { signal: AbortSignal.timeout(READY_WITHIN_MS) });
  return {
    stop: async () => {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    },
  };
}
