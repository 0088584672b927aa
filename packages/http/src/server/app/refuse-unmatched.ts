/** Refuses what no route has answered: a path that nobody has (404), or a method that the path does not have (405). */
import { methodNotAllowed, nothingAt } from '@catalog/contracts';
import type { RouterContext } from '@koa/router';
import type { Middleware } from 'koa';

/** Not the router's `allowedMethods`: that answers OPTIONS with 200 and unknown methods with 501, both for paths that nobody has too. */
export const refuseUnmatched: Middleware = (ctx) => {
  const { matched = [] } = ctx as unknown as RouterContext;
  const methods = matched.flatMap(({ methods }) => methods).filter((method) => method !== 'HEAD');
  if (methods.length === 0) throw nothingAt(ctx.path);
  ctx.set('Allow', methods.join(', '));
  throw methodNotAllowed(ctx.method, methods);
};
