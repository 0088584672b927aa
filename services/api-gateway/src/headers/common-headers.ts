/** The headers that every answer has: those that make browsers careful, and those that let pages of other origins read it (CORS). */
import helmet from 'helmet';
import { IncomingMessage, ServerResponse } from 'node:http';
import type { Middleware } from 'koa';
import { Socket } from 'node:net';
import type { Headers } from './forwarded-headers.ts';

export type CommonHeaders = (origin: string | undefined) => Headers;

const READABLE = [
  'Age', 'ETag', 'Idempotent-Replayed', 'Link', 'Location', 'RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset', 'Retry-After',
  'X-Correlation-ID',
].join(',');
const PREFLIGHT = {
  'access-control-max-age': '600',
  'access-control-allow-methods': 'GET,HEAD,PUT,POST,DELETE',
  'access-control-allow-headers': 'Authorization,Content-Type,Idempotency-Key,If-Match,If-None-Match,X-Correlation-ID',
};

/** `origins`: of the pages that may call; `*` for all. */
export function commonHeaders(origins: readonly string[]): CommonHeaders {
  const careful: Headers = { ...carefulHeaders(), vary: 'Origin' };
  return (origin) => {
    if (!origin || !(origins.includes('*') || origins.includes(origin))) return careful;
    return { ...careful, 'access-control-allow-origin': origin, 'access-control-expose-headers': READABLE };
  };
}

/** Answers a browser that asks whether its page may call. */
export const preflight: Middleware = async (ctx, next) => {
  const isAsked = ctx.method === 'OPTIONS' && ctx.get('access-control-request-method') !== '';
  if (!isAsked || !ctx.response.get('access-control-allow-origin')) return next() as Promise<void>;
  ctx.remove('access-control-expose-headers');
  ctx.set(PREFLIGHT);
  ctx.status = 204;
};

/** Helmet's standard headers are the same for every answer. */
function carefulHeaders(): Headers {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  helmet()(request, response, () => {});
  return response.getHeaders() as Headers;
}
