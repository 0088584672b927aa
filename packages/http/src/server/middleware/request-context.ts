/** Gives a request its correlation id and its caller's deadline, and logs and measures it once it is answered. */
import { CORRELATION_HEADER, correlationIdFrom, DEADLINE_HEADER, millisecondsIn } from '@catalog/contracts';
import { logRequest, type RequestContext, withContext } from '@catalog/observability';
import type { Context, Middleware } from 'koa';
import { observeRequest } from './observe-request.ts';

export const requestContext: Middleware = (ctx, next) => {
  const start = performance.now();
  const context = contextOf(ctx, start);
  const { correlation_id } = context;
  ctx.set(CORRELATION_HEADER, correlation_id);
  ctx.state['correlation_id'] = correlation_id;
  return withContext(context, async () => {
    await next();
    delete context.deadline;
    const duration_ms = Math.round((performance.now() - start) * 10) / 10;
    const route = String(ctx.state['route'] ?? 'unmatched');
    observeRequest({ method: ctx.method, route, status: ctx.status, seconds: duration_ms / 1000 });
    logRequest({ method: ctx.method, path: ctx.path, route, status: ctx.status, duration_ms });
  });
};

function contextOf(ctx: Context, now: number): RequestContext {
  const left = millisecondsIn(ctx.get(DEADLINE_HEADER));
  return { correlation_id: correlationIdFrom(ctx.get(CORRELATION_HEADER) || undefined), deadline: left && now + left };
}
