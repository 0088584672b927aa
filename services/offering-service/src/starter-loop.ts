/** The rhythm of a starter: it works every second, at once when woken, and with growing pauses while it fails, until it is stopped. */
import { log } from '@catalog/observability';
import { setTimeout as delay } from 'node:timers/promises';
import { stopInTime } from './stop-in-time.ts';

export type Starter = { wake(): void; stop(): Promise<void> };

type Loop = {
  /** Looks at the signal between its pieces of work. */
  work: (stopped: AbortSignal) => Promise<void>;
  /** What to log when it fails. */
  complaint: string;
};

const POLL_MS = 1_000;
const LONGEST_PAUSE_MS = 10_000;

export function startLoop({ work, complaint }: Loop): Starter {
  const stopped = new AbortController();
  let nap = new AbortController();

  async function run(): Promise<void> {
    let failures = 0;
    while (!stopped.signal.aborted) {
      nap = new AbortController();
      try {
        await work(stopped.signal);
        failures = 0;
      } catch (error) {
        failures += 1;
        log.warn(complaint, { error, failures });
      }
      const pause = failures === 0 ? POLL_MS : Math.min(LONGEST_PAUSE_MS, POLL_MS * 2 ** (failures - 1)) * (0.5 + Math.random() / 2);
      await delay(pause, undefined, { signal: AbortSignal.any([stopped.signal, nap.signal]) }).catch(() => undefined);
    }
  }

  const running = run();
  return {
    wake: () => nap.abort(),
    async stop() {
      stopped.abort();
      await stopInTime(running);
    },
  };
}
