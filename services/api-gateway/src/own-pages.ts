/** What the gateway answers itself, as an app: its health, documentation, what it puts together of several services, and what it refuses by the path alone. */
import { nothingAt, Rejection } from '@catalog/contracts';
import { healthEndpoints, noStore, refusals, requestContext } from '@catalog/http/server';
import { log } from '@catalog/observability';
import Koa, { type Middleware } from 'koa';
import type { Count } from './admit.ts';
import type { TrustedProxies } from './client.ts';
import { type CommonHeaders, preflight } from './common-headers.ts';
import { type CountReplicas, createDependencyReport, type Dependencies } from './dependencies.ts';
import { docs } from './docs.ts';
import { ClientGone } from './failures.ts';
import { limited } from './limited.ts';
import { notPossible } from './not-possible.ts';
import { offeringInFull } from './offering-in-full.ts';
import { canonicalPath, isClosed, passedMethods, routeOf } from './routes.ts';
import type { UpstreamClients } from './upstreams.ts';

export function ownPages({ upstreams, countReplicas, count, commonHeaders, trustedProxies }: {
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
  app.use(docs(upstreams));
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
