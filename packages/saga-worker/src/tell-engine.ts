/** Tells the engine how a task ended, in up to five attempts within some seconds; never throws. */
import { setTimeout as pause } from 'node:timers/promises';
import { log } from '@catalog/observability';

const ATTEMPTS = 5;
const FIRST_PAUSE_MS = 200;

/** `too late`: the task is no longer this worker's, its saga went on without it. `untold`: the engine will hand it out again. */
export type Telling = 'told' | 'too late' | 'untold';

export async function tellEngine(send: () => Promise<void>): Promise<Telling> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await send();
      return 'told';
    } catch (error) {
      if (isNoLongerOurs(error)) return 'too late';
      if (attempt === ATTEMPTS) {
        log.error('Camunda could not be told how a saga step ended', { error });
        return 'untold';
      }
      await pause(FIRST_PAUSE_MS * 2 ** (attempt - 1) * (1 - Math.random() / 2));
    }
  }
}

/** Gone with its saga (404), or locked by another worker since (400). */
const isNoLongerOurs = (error: unknown): boolean =>
  error instanceof Error && 'httpStatusCode' in error && (error.httpStatusCode === 404 || error.httpStatusCode === 400);
