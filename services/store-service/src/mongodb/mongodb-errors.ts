/** Which of the driver's errors mean that MongoDB is away, and which that a key exists already. */
import { MongoBulkWriteError, MongoNetworkError, MongoServerError, MongoServerSelectionError } from 'mongodb';

const DUPLICATE_KEY = 11_000;
const MAX_TIME_EXPIRED = 50;

export const isDuplicateKey = (error: unknown): boolean => error instanceof MongoServerError && error.code === DUPLICATE_KEY;

/** Out of reach, or too slow to answer within the time limit. */
export function isOutage(error: unknown): boolean {
  if (error instanceof MongoBulkWriteError) return isOutage(error.errorResponse);
  return error instanceof MongoNetworkError || error instanceof MongoServerSelectionError ||
    (error instanceof MongoServerError && error.code === MAX_TIME_EXPIRED);
}
