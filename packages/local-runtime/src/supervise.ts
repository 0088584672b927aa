/** Keeps one service running: starts it, waits until it is ready, and starts it again with growing delays whenever it ends by itself. */
import { awaitHealthy, type Exit, type ManagedProcess, respondsOk } from '@catalog/backing-services';
import { setTimeout as pause } from 'node:timers/promises';

export type Supervision = {
  name: string;
  url: string;
  spawn: () => ManagedProcess;
  signal?: AbortSignal | undefined;
  /** It ended by itself and is started again after the delay. */
  onEnded: (ended: { exit: Exit; lastLines: string[]; delayMs: number }) => void;
  onStarted: (pid: number) => void;
};
export type Supervised = { stop(): Promise<void> };

const READY_LIMIT_MS = 90_000;
const SHOWN_LINES = 10;

/** Resolves when the service is ready; until then its end is a failure. */
export async function supervise({ name, url, spawn, signal, onEnded, onStarted }: Supervision): Promise<Supervised> {
  const stopped = new AbortController();
  let current = spawn();
  onStarted(current.pid);
  try {
    await awaitHealthy({ name, process: current, limitMs: READY_LIMIT_MS, signal, check: () => respondsOk(`${url}/health/ready`) });
  } catch (error) {
    await current.stop();
    throw error;
  }

  async function keepAlive(): Promise<void> {
    for (let failures = 0; ;) {
      const since = performance.now();
      const exit = await current.exited;
      if (stopped.signal.aborted) return;
      failures = performance.now() - since > STEADY_AFTER_MS ? 1 : failures + 1;
      const delayMs = delayAfter(failures);
      onEnded({ exit, lastLines: current.lastLines(SHOWN_LINES), delayMs });
      await pause(delayMs, undefined, { signal: stopped.signal }).catch(() => undefined);
      if (stopped.signal.aborted) return;
      current = spawn();
      onStarted(current.pid);
    }
  }

  const kept = keepAlive();
  return {
    async stop() {
      stopped.abort();
      await current.stop();
      await kept;
    },
  };
}

const STEADY_AFTER_MS = 10_000;
const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 30_000;

/** Doubles with each failure in a row, up to half a minute; jitter of a quarter lets those that fell together rise one by one. */
export function delayAfter(failures: number, random: () => number = Math.random): number {
  const full = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (failures - 1));
  return Math.round(full * (1 - random() / 4));
}
