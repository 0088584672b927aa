/** Waits until this process gets the processor when it wants it, as far as its container, its pod and the node let it. */
import { setTimeout as delay } from 'node:timers/promises';

const EVERY_MS = 500;
const WANTED_MS = 5;
/** Of the time that work takes, on average. With less, somebody else wants most of what there is. */
const LEAST_SHARE = 0.5;

export type Patience = { freeForMs: number; limitMs: number };
/** Works for so many milliseconds of processor time, and tells how many passed meanwhile. */
export type Work = (wantedMs: number) => number;

/** True once the processor was to be had for so long, looked at every half second; false where that did not come about within the limit. */
export async function untilProcessorIsFree({ freeForMs, limitMs }: Patience, work: Work = busily): Promise<boolean> {
  const looks = Math.ceil(freeForMs / EVERY_MS);
  const begun = performance.now();
  for (const took: number[] = []; performance.now() - begun < limitMs;) {
    await delay(EVERY_MS);
    took.push(work(WANTED_MS));
    const lately = took.slice(-looks);
    const share = (WANTED_MS * lately.length) / lately.reduce((sum, one) => sum + one, 0);
    if (lately.length === looks && share >= LEAST_SHARE) return true;
  }
  return false;
}

function busily(wantedMs: number): number {
  const [begun, before] = [performance.now(), process.cpuUsage()];
  for (;;) {
    const { user, system } = process.cpuUsage(before);
    if (user + system >= wantedMs * 1_000) return performance.now() - begun;
  }
}
