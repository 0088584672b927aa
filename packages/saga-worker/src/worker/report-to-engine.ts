/** Reports to the engine how a task ended, in up to five attempts within some seconds; never throws. */
import { log } from '@catalog/observability';
import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';

const ATTEMPTS = 5;
const FIRST_PAUSE_MS = 200;

/** `too late`: the task is no longer this worker's, its saga went on without it. `undelivered`: the engine will hand it out again. */
export type Report = 'accepted' | 'too late' | 'undelivered';

export async function reportToEngine(send: () => Promise<void>): Promise<Report> {
  try {
    await persistently.execute(send);
    return 'accepted';
  } catch (error) {
    if (isNoLongerOurs(error)) return 'too late';
    log.error('The end of a saga step could not be reported to Camunda', { error });
    return 'undelivered';
  }
}

/** Gone with its saga (404), or locked by another worker since (400). */
const isNoLongerOurs = (error: unknown): boolean =>
  error instanceof Error && 'httpStatusCode' in error && (error.httpStatusCode === 404 || error.httpStatusCode === 400);

const persistently = retry(
  handleWhen((error) => !isNoLongerOurs(error)),
  {
    maxAttempts: ATTEMPTS - 1,
    backoff: new ExponentialBackoff({ initialDelay: FIRST_PAUSE_MS }),
  },
);
