/** Repeats the handling of an event, which must be repeatable, until MongoDB is back; gives up with the last error after 20 minutes. */
import { log } from '@catalog/observability';
import { growingDelay } from '@catalog/timing';
import { setTimeout as delay } from 'node:timers/promises';
import { isOutage } from './is-outage.ts';

/** Shorter than the half hour after which the broker takes an unacknowledged event from its consumer. */
const MAXIMUM_WAIT_MS = 20 * 60_000;
const PAUSES = { first: 500, limit: 2_000 };

export async function retryDuringOutage(handle: () => Promise<void>): Promise<void> {
  const deadline = Date.now() + MAXIMUM_WAIT_MS;
  for (let tries = 0; ; tries += 1) {
    try {
      return await handle();
    } catch (error) {
      if (!isOutage(error) || Date.now() > deadline) throw error;
      log.warn('An event waits for MongoDB', { error });
      await delay(growingDelay(tries, PAUSES));
    }
  }
}
