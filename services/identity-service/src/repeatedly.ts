/** Does something again and again until it is stopped; what fails is logged and tried again the next time. */
import { log } from '@catalog/observability';
import { setTimeout as delay } from 'node:timers/promises';

export type Repeated = { stop(): Promise<void> };

/** The waits vary by half, so that replicas which started together do not stay together. */
export function repeatedly(name: string, everyMs: number, work: (signal: AbortSignal) => Promise<void>): Repeated {
  const stopped = new AbortController();
  const running = repeat(stopped.signal);
  return {
    async stop() {
      stopped.abort();
      await running;
    },
  };

  async function repeat(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await work(signal).catch((error: unknown) => log.error(`${name} failed`, { error }));
      await delay(everyMs * (0.5 + Math.random()), undefined, { signal }).catch(() => undefined);
    }
  }
}
