/** Repeats a check until it no longer throws, and returns its result; errors for which `unless` holds end the wait at once. */
import { setTimeout as delay } from 'node:timers/promises';

/** So long that no busy machine fails a test. */
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
