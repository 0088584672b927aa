/** Waits for a condition instead of for a time: repeats a check until it no longer throws, and returns what it then returned; `unless` tells errors that waiting cannot mend. */
import { setTimeout as delay } from 'node:timers/promises';

/** Only what never comes ends a wait: a busy machine must not. */
const PATIENCE_MS = 120_000;
const OFTEN_MS = 25;

export async function eventually<T>(
  check: () => T | Promise<T>,
  options: { within?: number; every?: number; unless?: (error: unknown) => boolean } = {},
): Promise<T> {
  const deadline = performance.now() + (options.within ?? PATIENCE_MS);
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > deadline || options.unless?.(error)) throw error;
      await delay(options.every ?? OFTEN_MS);
    }
  }
}
