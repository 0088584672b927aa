import type { Middleware } from 'koa';

/** Forbids caching, unless an operation says otherwise of its successes. */
export const noStore: Middleware = (ctx, next) => {
  ctx.set('Cache-Control', 'no-store');
  return next();
};
