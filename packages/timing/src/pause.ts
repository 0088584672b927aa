import { setTimeout as delay } from 'node:timers/promises';

/** Waits so many milliseconds, or until the signal aborts; never rejects. */
export const pause = (ms: number, signal: AbortSignal): Promise<void> => delay(ms, undefined, { signal }).catch(() => undefined);
