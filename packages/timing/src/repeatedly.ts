/** Runs work again and again in the background until it is stopped; a failure is reported, and does not end it. */
import pTimeout from 'p-timeout';
import { growingDelay } from './growing-delay.ts';
import { pause } from './pause.ts';

export type Repeated = {
  /** Ends the current pause, or skips the one after the current work. */
  wake(): void;
  /** Resolves once the current work has ended. */
  stop(): Promise<void>;
};

export type Repetition = {
  /** The pauses vary by a quarter, so that replicas which started together do not stay together. */
  everyMs: number;
  /** May end early when the signal aborts. */
  work: (stopped: AbortSignal) => Promise<unknown>;
  /** `failures` in a row. */
  onFailure: (error: unknown, failures: number) => void;
  /** If given, the pauses grow up to this while the work fails. */
  longestPauseMs?: number;
  /** If given, a stop does not wait longer for work that hangs. */
  stopLimitMs?: number;
  /** Begins with a pause. */
  pauseFirst?: boolean;
};

export function repeatedly({ everyMs, work, onFailure, longestPauseMs, stopLimitMs = Infinity, pauseFirst = false }: Repetition): Repeated {
  const stopped = new AbortController();
  let awake = new AbortController();
  let failures = 0;

  async function workOnce(): Promise<void> {
    try {
      await work(stopped.signal);
      failures = 0;
    } catch (error) {
      failures += 1;
      onFailure(error, failures);
    }
  }

  function nextPause(): number {
    if (failures > 0 && longestPauseMs !== undefined) return growingDelay(failures - 1, { first: everyMs, limit: longestPauseMs });
    return everyMs * (0.75 + Math.random() / 2);
  }

  async function run(): Promise<void> {
    if (pauseFirst) await pause(nextPause(), awake.signal);
    while (!stopped.signal.aborted) {
      awake = new AbortController();
      await workOnce();
      await pause(nextPause(), awake.signal);
    }
  }

  const running = run();
  return {
    wake: () => awake.abort(),
    async stop() {
      stopped.abort();
      awake.abort();
      await pTimeout(running, { milliseconds: stopLimitMs, message: false });
    },
  };
}
