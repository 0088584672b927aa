import { setTimeout as delay } from 'node:timers/promises';

const LIMIT_MS = 3_000;

/** Waits until a loop that was told to stop has ended, but not for an engine that hangs: what was claimed for it is free again by itself. */
export const stopInTime = (ended: Promise<void>): Promise<void> => Promise.race([ended, delay(LIMIT_MS, undefined, { ref: false })]);
