/** How many requests a user or an address may make per minute, and how many logins; counted in this process alone. */
import { Rejection } from '@catalog/contracts';
import { type Caller, networkOf } from '@catalog/http/server';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

export type Standing = {
  limit: number;
  remaining: number;
  resetSeconds: number;
  isExceeded: boolean;
  /** Goes on as if it had never heard that it is too many. */
  isDeaf: boolean;
};
export type RateLimit = (key: string) => Promise<Standing>;

const WINDOW_SECONDS = 60;
/** Refusals within one window that a client may not have heard of yet. */
const REFUSALS_TO_HEAR = 100;

export function perMinute(limit: number): RateLimit {
  const limiter = new RateLimiterMemory({ points: limit, duration: WINDOW_SECONDS });
  return async (key) => {
    try {
      return standing(limit, await limiter.consume(key), false);
    } catch (result) {
      if (result instanceof RateLimiterRes) return standing(limit, result, true);
      throw result;
    }
  };
}

/** Whom a request is counted for: a user wherever they are, else an address; of IPv6 the network that one customer has. */
export const requestKey = (caller: Caller | undefined, address: string): string =>
  caller ? `user ${caller.subject}` : `address ${networkOf(address)}`;

export const loginKey = (address: string): string => `login ${networkOf(address)}`;

/** For every reply, so that a client can slow down in time. */
export const rateHeaders = ({ limit, remaining, resetSeconds }: Standing): Record<string, string> => ({
  'ratelimit-limit': String(limit),
  'ratelimit-remaining': String(remaining),
  'ratelimit-reset': String(resetSeconds),
});

export const tooMany = ({ resetSeconds }: Standing): Rejection =>
  new Rejection('TOO_MANY_REQUESTS', `Too many requests: try again in ${resetSeconds} s`, { retry_after_seconds: resetSeconds });

const standing = (limit: number, { consumedPoints, remainingPoints, msBeforeNext }: RateLimiterRes, isExceeded: boolean): Standing => ({
  limit,
  remaining: remainingPoints,
  resetSeconds: Math.max(1, Math.ceil(msBeforeNext / 1000)),
  isExceeded,
  isDeaf: consumedPoints > limit + REFUSALS_TO_HEAR,
});
