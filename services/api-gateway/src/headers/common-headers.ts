/** The headers of every answer: security headers, and CORS for the pages that may call. */
import helmet from 'helmet';
import { IncomingMessage, ServerResponse } from 'node:http';
import type { Middleware } from 'koa';
import { Socket } from 'node:net';
import type { Headers } from './forwarded-headers.ts';

export type CommonHeaders = (origin: string | undefined) => Headers;

const EXPOSED = [
  'Age',
  'ETag',
  'Idempotent-Replayed',
  'Link',
  'Location',
  'RateLimit-Limit',
  'RateLimit-Remaining',
  'RateLimit-Reset',
  'Retry-After',
  'X-Correlation-ID',
].join(',');
const PREFLIGHT = {
  'access-control-max-age': '600',
  'access-control-allow-methods': 'GET,HEAD,PUT,POST,DELETE',
  'access-control-allow-headers': 'Authorization,Content-Type,Idempotency-Key,If-Match,If-None-Match,X-Correlation-ID',
};

/** `origins`: of the pages that may call; `*` for all. */
export function commonHeaders(origins: readonly string[]): CommonHeaders {
  const security: Headers = { ...helmetHeaders(), vary: 'Origin' };
  return (origin) => {
    if (!origin || !(origins.includes('*') || origins.includes(origin))) return security;
    return { ...security, 'access-control-allow-origin': origin, 'access-control-expose-headers': EXPOSED };
  };
}

/** Answers CORS preflight requests of allowed origins. */
export const preflight: Middleware = async (ctx, next) => {
  const isPreflight = ctx.method === 'OPTIONS' && ctx.get('access-control-request-method') !== '';
  if (!isPreflight || !ctx.response.get('access-control-allow-origin')) return next() as Promise<void>;
  ctx.remove('access-control-expose-headers');
  ctx.set(PREFLIGHT);
  ctx.status = 204;
};

/** They are the same for every answer, so one is enough to learn them. */
function helmetHeaders(): Headers {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  helmet()(request, response, () => {});
  return response.getHeaders() as Headers;
}
