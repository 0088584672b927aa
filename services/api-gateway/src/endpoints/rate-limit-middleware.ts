/** Applies the rate limit to what the gateway answers itself, and keeps who is calling for `identityOf`. */
import type { Context, Middleware } from 'koa';
import type { CountRequest, Identity } from '../admission/index.ts';
import { clientOf, type Headers, type TrustedProxies } from '../headers/index.ts';

export const rateLimitMiddleware =
  (countRequest: CountRequest, trustedProxies: TrustedProxies): Middleware =>
  async (ctx, next) => {
    const { authorization, 'content-length': contentLength } = ctx.req.headers;
    const { address } = clientOf(ctx.req, trustedProxies);
    const headers: Headers = {};
    try {
      ctx.state['identity'] = await countRequest({ authorization, address, isLogin: false, contentLength }, headers);
    } finally {
      ctx.set(headers);
    }
    return next() as Promise<void>;
  };

export const identityOf = (ctx: Context): Identity => ctx.state['identity'] as Identity;
