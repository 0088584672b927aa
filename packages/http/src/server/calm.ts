import { setTimeout as delay } from 'node:timers/promises';

const STEP_MS = 50;
/** So much later than asked for is no calm. */
const LATE_MS = 100;
const LIMIT_MS = 60_000;

/** Resolves once this process has got the processor whenever it wanted it, for so long without a break; after a minute in any case. */
export async function untilCalm(milliseconds: number): Promise<void> {
  const begun = performance.now();
  for (let calmSince = begun, now = begun; now - calmSince < milliseconds && now - begun < LIMIT_MS;) {
    await delay(STEP_MS);
    const isLate = performance.now() - now > STEP_MS + LATE_MS;
    now = performance.now();
    if (isLate) calmSince = now;
  }
}
