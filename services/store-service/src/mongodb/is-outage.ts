/** Tells errors that mean MongoDB is away, or too slow to answer within the time limit, from all others. */
import { MongoBulkWriteError, MongoError, MongoNetworkError, MongoServerError, MongoServerSelectionError } from 'mongodb';

const MAX_TIME_EXPIRED = 50;

export function isOutage(error: unknown): boolean {
  if (error instanceof MongoBulkWriteError) return isOutage(error.errorResponse);
  return (
    error instanceof MongoNetworkError ||
    error instanceof MongoServerSelectionError ||
    // Its class is not exported: no connection became free in time.
    (error instanceof MongoError && error.name === 'MongoWaitQueueTimeoutError') ||
    (error instanceof MongoServerError && error.code === MAX_TIME_EXPIRED)
  );
}
