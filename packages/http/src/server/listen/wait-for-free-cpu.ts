/** Waits until this process has got the processor without delay for a while, or a minute has passed. */
import { setTimeout as delay } from 'node:timers/promises';

const STEP_MS = 50;
const DELAYED_MS = 100;
const LIMIT_MS = 60_000;

/** For `milliseconds` without a break. */
export async function waitForFreeCpu(milliseconds: number): Promise<void> {
  const begun = performance.now();
  for (let freeSince = begun, now = begun; now - freeSince < milliseconds && now - begun < LIMIT_MS;) {
    await delay(STEP_MS);
    const wasDelayed = performance.now() - now > STEP_MS + DELAYED_MS;
    now = performance.now();
    if (wasDelayed) freeSince = now;
  }
}
