/** Tells the engine how a task ended, in up to five attempts within some seconds; never throws. */
import { log } from '@catalog/observability';
import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';

const ATTEMPTS = 5;
const FIRST_PAUSE_MS = 200;

/** `too late`: the task is no longer this worker's, its saga went on without it. `untold`: the engine will hand it out again. */
export type Telling = 'told' | 'too late' | 'untold';

export async function tellEngine(send: () => Promise<void>): Promise<Telling> {
  try {
    await persistently.execute(send);
    return 'told';
  } catch (error) {
    if (isNoLongerOurs(error)) return 'too late';
    log.error('Camunda could not be told how a saga step ended', { error });
    return 'untold';
  }
}

/** Gone with its saga (404), or locked by another worker since (400). */
const isNoLongerOurs = (error: unknown): boolean =>
  error instanceof Error && 'httpStatusCode' in error && (error.httpStatusCode === 404 || error.httpStatusCode === 400);

const persistently = retry(handleWhen((error) => !isNoLongerOurs(error)), {
  maxAttempts: ATTEMPTS - 1,
  backoff: new ExponentialBackoff({ initialDelay: FIRST_PAUSE_MS }),
});
