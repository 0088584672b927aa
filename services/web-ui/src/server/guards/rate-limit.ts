/** How many requests per minute an address may make; for IPv6 the network of one customer counts as one address. */
import { networkOf, perMinute, refuseExcess } from '@catalog/http/server';
import type { Middleware } from 'koa';

export function rateLimit(requestsPerMinute: number): Middleware {
  const count = perMinute(requestsPerMinute);
  return async (ctx, next) => {
    await refuseExcess(await count(networkOf(ctx.ip)));
    return next() as Promise<void>;
  };
}
