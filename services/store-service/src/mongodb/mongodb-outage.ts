/** What happens while MongoDB is away: who asks is told to come back, and events wait until it is there again. */
import { Rejection } from '@catalog/contracts';
import { log } from '@catalog/observability';
import { growingDelay } from '@catalog/timing';
import { MongoBulkWriteError, MongoNetworkError, MongoServerError, MongoServerSelectionError } from 'mongodb';
import { setTimeout as delay } from 'node:timers/promises';

/** Less than the half hour after which the broker takes an event from a consumer that does not acknowledge it. */
const PATIENCE_MS = 20 * 60_000;
const TRY_AGAIN = { first: 500, limit: 2_000 };
const TOO_SLOW = 50;

export function isOutage(error: unknown): boolean {
  if (error instanceof MongoBulkWriteError) return isOutage(error.errorResponse);
  return error instanceof MongoNetworkError || error instanceof MongoServerSelectionError ||
    (error instanceof MongoServerError && error.code === TOO_SLOW);
}

/** The handlers of an API, refusing with SERVICE_UNAVAILABLE. */
export function refusingInOutage<H extends Record<string, (request: never) => Promise<unknown>>>(handlers: H): H {
  const refusing = Object.entries(handlers).map(([name, handler]) => [name, async (request: never) => {
    try {
      return await handler(request);
    } catch (error) {
      if (!isOutage(error)) throw error;
      log.warn('MongoDB does not answer', { error });
      throw new Rejection('SERVICE_UNAVAILABLE', 'The store cannot read its offerings at the moment; try again', { upstream: 'mongodb' });
    }
  }]);
  return Object.fromEntries(refusing) as H;
}

/** Runs work that may be run again, until MongoDB has been there for all of it; at last fails as it did. */
export async function waitingForMongodb(work: () => Promise<void>): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  for (let tries = 0; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isOutage(error) || Date.now() > deadline) throw error;
      log.warn('An event waits for MongoDB', { error });
      await delay(growingDelay(tries, TRY_AGAIN));
    }
  }
}
