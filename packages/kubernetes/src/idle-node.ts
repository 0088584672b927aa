/** Waits until the processors of the machine have time to spare. */
import { cpus } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';

const STEP_MS = 250;
/** Of all processors together, in each step. */
const LEAST_IDLE_SHARE = 0.25;

/** What all processors together have done since the machine started, in milliseconds. In a container these are the node's too. */
export type ProcessorTimes = { idle: number; all: number };
export type Patience = { idleForMs: number; limitMs: number };

/** True once a quarter of the processors was idle for so long without a break; false where that did not come about within the limit. */
export async function untilIdle({ idleForMs, limitMs }: Patience, read: () => ProcessorTimes = processorTimes): Promise<boolean> {
  const begun = performance.now();
  for (let idleSince = begun, before = read(); ;) {
    await delay(STEP_MS);
    const [now, times] = [performance.now(), read()];
    if (times.idle - before.idle < LEAST_IDLE_SHARE * (times.all - before.all)) idleSince = now;
    before = times;
    if (now - idleSince >= idleForMs) return true;
    if (now - begun >= limitMs) return false;
  }
}

function processorTimes(): ProcessorTimes {
  const times = cpus().map((processor) => processor.times);
  const idle = times.reduce((sum, one) => sum + one.idle, 0);
  return { idle, all: times.reduce((sum, { user, nice, sys, irq }) => sum + user + nice + sys + irq, idle) };
}
