/** What the gateway answers itself, as a Koa app: health, documentation, full offerings, preflights, and errors for all other paths. */
import { nothingAt, Rejection } from '@catalog/contracts';
import { healthEndpoints, noStore, refusals, requestContext } from '@catalog/http/server';
import { log } from '@catalog/observability';
import Koa, { type Middleware } from 'koa';
import type { CountRequest } from '../admission/index.ts';
import { CLIENT_CLOSED_REQUEST, ClientGone } from '../exchange/index.ts';
import { type CommonHeaders, preflight, type TrustedProxies } from '../headers/index.ts';
import type { UpstreamClients } from '../resilience/index.ts';
import { canonicalPath, isClosed, passedMethods, routeOf } from '../routing/index.ts';
import { type CountReplicas, DEPENDENCIES_PATH, dependenciesEndpoint } from './dependencies.ts';
import { docsEndpoint } from './docs-endpoint.ts';
import { fullOfferingEndpoint } from './full-offering-endpoint.ts';
import { rateLimitMiddleware } from './rate-limit-middleware.ts';
import { refuseMethod } from './refuse-method.ts';

export function endpoints({
  openApi,
  upstreams,
  countReplicas,
  countRequest,
  commonHeaders,
  trustedProxies,
}: {
  /** The gateway's own document. */
  openApi: unknown;
  upstreams: UpstreamClients;
  countReplicas: CountReplicas | undefined;
  countRequest: CountRequest;
  commonHeaders: CommonHeaders;
  trustedProxies: TrustedProxies;
}): Koa {
  const app = new Koa();
  app.on('error', (error: Error) => log.debug('Reply broken off', { error }));
  app.use(setCommonHeaders(commonHeaders));
  app.use(noStore);
  // Before the rate limit, which probes do not count for.
  app.use(healthEndpoints({}));
  app.use(requestContext);
  app.use(refusals);
  app.use(clientsGone);
  app.use(rateLimitMiddleware(countRequest, trustedProxies));
  app.use(preflight);
  app.use(dependenciesEndpoint(upstreams, countReplicas));
  app.use(docsEndpoint(upstreams, openApi));
  app.use(fullOfferingEndpoint(upstreams, trustedProxies));
  app.use(refuseOtherPaths);
  return app;
}

const setCommonHeaders =
  (commonHeaders: CommonHeaders): Middleware =>
  (ctx, next) => {
    ctx.set(commonHeaders(ctx.get('origin')));
    return next();
  };

const clientsGone: Middleware = async (ctx, next) => {
  try {
    await next();
  } catch (error) {
    if (!(error instanceof ClientGone)) throw error;
    ctx.body = null;
    ctx.status = CLIENT_CLOSED_REQUEST;
  }
};

/** Nothing that arrives here is proxied: its path or its method is wrong. */
const refuseOtherPaths: Middleware = (ctx) => {
  const path = canonicalPath(ctx.path);
  if (isClosed(path)) throw new Rejection('FORBIDDEN', 'Only services may call this, and not through the gateway');
  if (path === DEPENDENCIES_PATH) refuseMethod(ctx, ['GET']);
  const route = routeOf(path);
  if (!route) throw nothingAt(ctx.path);
  ctx.state['route'] = `${route.prefix}/*`;
  refuseMethod(ctx, passedMethods);
};
