/** How many requests an address may make per minute, counted in this process alone; of IPv6 the network that one customer has. */
import { Rejection } from '@catalog/contracts';
import { networkOf } from '@catalog/http/server';
import type { Middleware } from 'koa';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

const WINDOW_SECONDS = 60;

export function rateLimit(requestsPerMinute: number): Middleware {
  const limiter = new RateLimiterMemory({ points: requestsPerMinute, duration: WINDOW_SECONDS });
  return async (ctx, next) => {
    await limiter.consume(networkOf(ctx.ip)).catch((result: unknown) => { throw result instanceof RateLimiterRes ? tooMany(result) : result; });
    return next() as Promise<void>;
  };
}

function tooMany({ msBeforeNext }: RateLimiterRes): Rejection {
  const seconds = Math.max(1, Math.ceil(msBeforeNext / 1000));
  return new Rejection('TOO_MANY_REQUESTS', `Too many requests: try again in ${seconds} s`, { retry_after_seconds: seconds });
}
