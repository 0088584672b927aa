import type { Middleware } from 'koa';
import { replyTo } from '../errors/index.ts';

/** Answers whatever is thrown in the one error format. */
export const refusals: Middleware = async (ctx, next) => {
  try {
    await next();
  } catch (error) {
    const { status, headers, body } = replyTo(error, ctx.state['correlation_id'] as string);
    ctx.status = status;
    ctx.set(headers);
    ctx.body = body;
  }
};
