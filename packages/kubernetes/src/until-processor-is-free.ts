/** Waits until the processor is free: until a little work takes about as long as it needs processor time. */
import { setTimeout as delay } from 'node:timers/promises';

const EVERY_MS = 500;
const WANTED_MS = 5;
/** Processor time by elapsed time, on average. With less, others use most of the processor. */
const LEAST_SHARE = 0.5;

export type ProcessorWait = { freeForMs: number; limitMs: number };
/** Uses so many milliseconds of processor time, and returns how many milliseconds passed meanwhile. */
export type Work = (wantedMs: number) => number;

/** True once it was free for so long, checked every half second; false if it was not within the limit. */
export async function untilProcessorIsFree({ freeForMs, limitMs }: ProcessorWait, work: Work = useProcessor): Promise<boolean> {
  const checks = Math.ceil(freeForMs / EVERY_MS);
  const begun = performance.now();
  for (const took: number[] = []; performance.now() - begun < limitMs;) {
    await delay(EVERY_MS);
    took.push(work(WANTED_MS));
    const lately = took.slice(-checks);
    const share = (WANTED_MS * lately.length) / lately.reduce((sum, one) => sum + one, 0);
    if (lately.length === checks && share >= LEAST_SHARE) return true;
  }
  return false;
}

function useProcessor(wantedMs: number): number {
  const [begun, before] = [performance.now(), process.cpuUsage()];
  for (;;) {
    const { user, system } = process.cpuUsage(before);
    if (user + system >= wantedMs * 1_000) return performance.now() - begun;
  }
}
