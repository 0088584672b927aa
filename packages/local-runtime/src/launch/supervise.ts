/** Keeps one service running: waits until it is ready, and restarts it with growing delays whenever it ends by itself. */
import { awaitHealthy, type Exit, type ManagedProcess, respondsOk } from '@catalog/backing-services';
import { growingDelay, pause } from '@catalog/timing';

export type Supervision = {
  name: string;
  url: string;
  spawn: () => ManagedProcess;
  signal?: AbortSignal | undefined;
  /** It ended by itself, and is restarted after the delay. */
  onEnded: (ended: { exit: Exit; lastLines: string[]; delayMs: number }) => void;
  onStarted: (pid: number) => void;
};
export type Supervised = { stop(): Promise<void> };

const READY_LIMIT_MS = 90_000;
const STEADY_AFTER_MS = 10_000;
const START_AGAIN = { first: 250, limit: 30_000 };
const SHOWN_LINES = 10;

/** Resolves when the service is ready; throws if it ends before that. */
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
      const delayMs = Math.round(growingDelay(failures - 1, START_AGAIN));
      onEnded({ exit, lastLines: current.lastLines(SHOWN_LINES), delayMs });
      await pause(delayMs, stopped.signal);
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
