/** Counts a request that the gateway answers itself, whatever it asks for, and remembers who asked. */
import type { Context, Middleware } from 'koa';
import type { Count, Counted } from '../admission/index.ts';
import { clientOf, type Headers, type TrustedProxies } from '../headers/index.ts';

export const limited = ({ count, trustedProxies }: { count: Count; trustedProxies: TrustedProxies }): Middleware => async (ctx, next) => {
  const { authorization, 'content-length': contentLength } = ctx.req.headers;
  const said: Headers = {};
  try {
    countedOf.set(ctx, await count({ authorization, address: clientOf(ctx.req, trustedProxies).address, isLogin: false, contentLength }, said));
  } finally {
    ctx.set(said);
  }
  return next() as Promise<void>;
};

/** Of a request that has passed here. */
export const countedIn = (ctx: Context): Counted => countedOf.get(ctx) ?? {};

const countedOf = new WeakMap<object, Counted>();
