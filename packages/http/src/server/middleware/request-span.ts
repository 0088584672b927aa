import { openRequestSpan } from '@catalog/observability';
import type { Middleware } from 'koa';

/** Traces a request as a child of its caller's span, until the answer is out or the client is gone. */
export const requestSpan: Middleware = (ctx, next) => {
  const span = openRequestSpan(ctx.req);
  ctx.res.once('close', () => span.end(ctx.res.statusCode));
  return span.run(next);
};
