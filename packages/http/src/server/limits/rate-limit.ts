/** Limits requests per minute for each key, counted in this process alone. */
import { Rejection } from '@catalog/contracts';
import { setTimeout as delay } from 'node:timers/promises';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

export type RateLimitStatus = {
  limit: number;
  remaining: number;
  resetSeconds: number;
  isExceeded: boolean;
  /** Has been refused so often that it must have noticed, and goes on. */
  ignoresRefusals: boolean;
};
/** `weight`: as how many requests it counts, 1 by default. */
export type RateLimit = (key: string, weight?: number) => Promise<RateLimitStatus>;

const WINDOW_SECONDS = 60;
/** Refusals within one window that a client may not have received yet. */
const REFUSALS_UNNOTICED = 100;
const PENALTY_MS = 1_000;

export function perMinute(limit: number): RateLimit {
  const limiter = new RateLimiterMemory({ points: limit, duration: WINDOW_SECONDS });
  return async (key, weight = 1) => {
    try {
      return status(limit, await limiter.consume(key, weight), false);
    } catch (result) {
      if (result instanceof RateLimiterRes) return status(limit, result, true);
      throw result;
    }
  };
}

/** Refuses with TOO_MANY_REQUESTS; a client that ignores refusals is answered a second later, so that it costs the others less. */
export async function refuseExcess({ isExceeded, ignoresRefusals, resetSeconds }: RateLimitStatus): Promise<void> {
  if (!isExceeded) return;
  if (ignoresRefusals) await delay(PENALTY_MS);
  throw tooManyRequests(resetSeconds);
}

export const tooManyRequests = (retry_after_seconds: number): Rejection =>
  new Rejection('TOO_MANY_REQUESTS', `Too many requests: try again in ${retry_after_seconds} s`, { retry_after_seconds });

const status = (limit: number, result: RateLimiterRes, isExceeded: boolean): RateLimitStatus => ({
  limit,
  remaining: result.remainingPoints,
  resetSeconds: Math.max(1, Math.ceil(result.msBeforeNext / 1000)),
  isExceeded,
  ignoresRefusals: result.consumedPoints > limit + REFUSALS_UNNOTICED,
});
