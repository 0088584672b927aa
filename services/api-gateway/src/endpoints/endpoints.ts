/** What the gateway answers itself, as an app: its health, documentation, what it puts together of several services, and what it refuses by the path alone. */
import { nothingAt, Rejection } from '@catalog/contracts';
import { healthEndpoints, noStore, refusals, requestContext } from '@catalog/http/server';
import { log } from '@catalog/observability';
import Koa, { type Middleware } from 'koa';
import type { Count } from '../admission/index.ts';
import { ClientGone } from '../exchange/index.ts';
import { type CommonHeaders, preflight, type TrustedProxies } from '../headers/index.ts';
import type { UpstreamClients } from '../resilience/index.ts';
import { canonicalPath, isClosed, passedMethods, routeOf } from '../routing/index.ts';
import { limited } from './count-requests.ts';
import { type CountReplicas, createDependencyReport, type Dependencies } from './dependencies.ts';
import { docs } from './docs.ts';
import { offeringInFull } from './full-offering-endpoint.ts';
import { notPossible } from './method-not-allowed.ts';

export function ownPages({ openApi, upstreams, countReplicas, count, commonHeaders, trustedProxies }: {
  /** The gateway's own document. */
  openApi: unknown;
  upstreams: UpstreamClients;
  countReplicas: CountReplicas | undefined;
  count: Count;
  commonHeaders: CommonHeaders;
  trustedProxies: TrustedProxies;
}): Koa {
  const app = new Koa();
  app.on('error', (error: Error) => log.debug('Reply broken off', { error }));
  app.use(common(commonHeaders));
  app.use(noStore);
  // Probes alone have no limit.
  app.use(healthEndpoints({}));
  app.use(requestContext);
  app.use(refusals);
  app.use(hangUps);
  app.use(limited({ count, trustedProxies }));
  app.use(preflight);
  app.use(dependencyEndpoint(createDependencyReport(upstreams, countReplicas)));
  app.use(docs(upstreams, openApi));
  app.use(offeringInFull({ upstreams, trustedProxies }));
  app.use(refuseByPath);
  return app;
}

const common = (commonHeaders: CommonHeaders): Middleware => (ctx, next) => {
  ctx.set(commonHeaders(ctx.get('origin')));
  return next();
};

const DEPENDENCIES = '/health/dependencies';

const dependencyEndpoint = (report: () => Promise<Dependencies>): Middleware => async (ctx, next) => {
  if (ctx.method !== 'GET' || ctx.path !== DEPENDENCIES) return next() as Promise<void>;
  ctx.state['route'] = DEPENDENCIES;
  ctx.body = await report();
};

const CLIENT_CLOSED_REQUEST = 499;

/** Nobody reads the answer; the log shall tell why there was none. */
const hangUps: Middleware = async (ctx, next) => {
  try {
    await next();
  } catch (error) {
    if (!(error instanceof ClientGone)) throw error;
    ctx.body = null;
    ctx.status = CLIENT_CLOSED_REQUEST;
  }
};

/** What has got here is passed on to nobody. */
const refuseByPath: Middleware = (ctx) => {
  const path = canonicalPath(ctx.path);
  if (isClosed(path)) throw new Rejection('FORBIDDEN', 'This is for the services among themselves');
  if (path === DEPENDENCIES) throw notPossible(ctx, ['GET']);
  const route = routeOf(path);
  if (!route) throw nothingAt(ctx.path);
  ctx.state['route'] = `${route.prefix}/*`;
  throw notPossible(ctx, passedMethods);
};
