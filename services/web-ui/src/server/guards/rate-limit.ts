/** How many requests an address may make per minute; of IPv6 the network that one customer has. */
import { networkOf, perMinute, refuseExcess } from '@catalog/http/server';
import type { Middleware } from 'koa';

export function rateLimit(requestsPerMinute: number): Middleware {
  const count = perMinute(requestsPerMinute);
  return async (ctx, next) => {
    await refuseExcess(await count(networkOf(ctx.ip)));
    return next() as Promise<void>;
  };
}
