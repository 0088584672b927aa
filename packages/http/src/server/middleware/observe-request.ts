/** Counts and times requests by route template. */
import { histogram } from '@catalog/observability';

const seconds = histogram({
  name: 'http_request_duration_seconds',
  help: 'Time to answer a request',
  labels: ['method', 'route', 'status'],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2, 4],
});

/** `route` comes from a table of routes; methods that a client made up count as one. */
export const observeRequest = (request: { method: string; route: string; status: number; seconds: number }): void =>
  seconds.observe({ method: methodLabel(request.method), route: request.route, status: String(request.status) }, request.seconds);

const methodLabel = (method: string): string => (methods.has(method) ? method : 'other');

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']);
