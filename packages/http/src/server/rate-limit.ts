/** How many requests per minute, counted for each key in this process alone. */
import { Rejection } from '@catalog/contracts';
import { setTimeout as delay } from 'node:timers/promises';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

export type Standing = {
  limit: number;
  remaining: number;
  resetSeconds: number;
  isExceeded: boolean;
  /** Goes on as if it had never heard that it is too many. */
  isDeaf: boolean;
};
/** `weight`: as how many requests it counts, 1 where nothing is said. */
export type RateLimit = (key: string, weight?: number) => Promise<Standing>;

const WINDOW_SECONDS = 60;
/** Refusals within one window that a client may not have heard of yet. */
const REFUSALS_TO_HEAR = 100;
const DEAF_WAIT_MS = 1_000;

export function perMinute(limit: number): RateLimit {
  const limiter = new RateLimiterMemory({ points: limit, duration: WINDOW_SECONDS });
  return async (key, weight = 1) => {
    try {
      return standing(limit, await limiter.consume(key, weight), false);
    } catch (result) {
      if (result instanceof RateLimiterRes) return standing(limit, result, true);
      throw result;
    }
  };
}

/** TOO_MANY_REQUESTS, for whoever is deaf a second later: answers as fast as it asks would take from everybody else the time that they cost. */
export async function refuseExcess({ isExceeded, isDeaf, resetSeconds }: Standing): Promise<void> {
  if (!isExceeded) return;
  if (isDeaf) await delay(DEAF_WAIT_MS);
  throw new Rejection('TOO_MANY_REQUESTS', `Too many requests: try again in ${resetSeconds} s`, { retry_after_seconds: resetSeconds });
}

const standing = (limit: number, { consumedPoints, remainingPoints, msBeforeNext }: RateLimiterRes, isExceeded: boolean): Standing => ({
  limit,
  remaining: remainingPoints,
  resetSeconds: Math.max(1, Math.ceil(msBeforeNext / 1000)),
  isExceeded,
  isDeaf: consumedPoints > limit + REFUSALS_TO_HEAR,
});
