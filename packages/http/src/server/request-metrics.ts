/** Counts and times requests by route template, and serves what all metrics of the process say at /metrics, unless they have a port of their own. */
import { histogram, registry } from '@catalog/observability';
import type { Middleware } from 'koa';
import { hasMetricsPort } from './metrics-server.ts';

const seconds = histogram({
  name: 'http_request_duration_seconds',
  help: 'Time to answer a request',
  labels: ['method', 'route', 'status'],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2, 4],
});

/** `route` comes from a table of routes; of methods there are so many that a client could make up. */
export const observeRequest = (request: { method: string; route: string; status: number; seconds: number }): void =>
  seconds.observe({ method: methodLabel(request.method), route: request.route, status: String(request.status) }, request.seconds);

const methodLabel = (method: string): string => (methods.has(method) ? method : 'other');

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']);

export const metricsEndpoint: Middleware = async (ctx, next) => {
  if (ctx.method !== 'GET' || ctx.path !== '/metrics' || hasMetricsPort()) {
    await next();
    return;
  }
  ctx.type = registry.contentType;
  ctx.body = await registry.metrics();
};
