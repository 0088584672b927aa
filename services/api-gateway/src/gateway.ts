/** The gateway as an app: what each request goes through, in this order. */
import cors from '@koa/cors';
import { Rejection } from '@catalog/contracts';
import { type Authenticate, healthEndpoints, metricsEndpoint, refusals, requestContext } from '@catalog/http/server';
import { log } from '@catalog/observability';
import Koa, { type Middleware } from 'koa';
import helmet from 'koa-helmet';
import { type Admit, createAdmission, type RateSettings } from './admit.ts';
import { createDependencyReport } from './dependencies.ts';
import { docs } from './docs.ts';
import { ClientGone } from './failures.ts';
import { forward } from './forward.ts';
import { createLastAnswers } from './last-answers.ts';
import { notPossible } from './not-possible.ts';
import { offeringInFull } from './offering-in-full.ts';
import { canonicalPath, isClosed, routeOf } from './routes.ts';
import type { UpstreamClients } from './upstreams.ts';

export type GatewaySettings = {
  upstreams: UpstreamClients;
  authenticate: Authenticate;
  rates: RateSettings;
  /** Of browsers' pages that may call; `*` for all. */
  origins: readonly string[];
  /** How many proxies stand in front whose X-Forwarded-For is to be believed. */
  trustedProxyHops: number;
};

export function createGateway({ upstreams, authenticate, rates, origins, trustedProxyHops }: GatewaySettings): Koa {
  const app = new Koa({ proxy: trustedProxyHops > 0, maxIpsCount: trustedProxyHops });
  app.on('error', (error: Error) => log.debug('Reply broken off', { error }));
  app.use(helmet());
  app.use(dependencyEndpoint(upstreams));
  app.use(healthEndpoints({}));
  app.use(metricsEndpoint);
  app.use(requestContext);
  app.use(crossOrigin(origins));
  app.use(refusals);
  app.use(hangUps);
  const admit = createAdmission(authenticate, rates);
  app.use(docs(upstreams));
  app.use(offeringInFull(upstreams, admit));
  app.use(passOn(upstreams, admit));
  return app;
}

const DEPENDENCIES = '/health/dependencies';

function dependencyEndpoint(upstreams: UpstreamClients): Middleware {
  const report = createDependencyReport(upstreams);
  return async (ctx, next) => {
    if (ctx.method !== 'GET' || ctx.path !== DEPENDENCIES) return next() as Promise<void>;
    ctx.body = await report();
  };
}

const crossOrigin = (origins: readonly string[]): Middleware =>
  cors({
    origin: (ctx) => {
      const origin = ctx.get('origin');
      return origins.includes('*') || origins.includes(origin) ? origin : '';
    },
    allowHeaders: ['Authorization', 'Content-Type', 'Idempotency-Key', 'If-Match', 'If-None-Match', 'X-Correlation-ID'],
    exposeHeaders: [
      'Age', 'ETag', 'Idempotent-Replayed', 'Link', 'Location', 'RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset', 'Retry-After',
      'X-Correlation-ID',
    ],
    maxAge: 600,
  });

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

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'];

const passOn = (upstreams: UpstreamClients, admit: Admit, lastAnswers = createLastAnswers()): Middleware => async (ctx) => {
  const path = canonicalPath(ctx.path);
  if (isClosed(path)) throw new Rejection('FORBIDDEN', 'This is for the services among themselves');
  if (path === DEPENDENCIES) throw notPossible(ctx, ['GET']);
  const route = routeOf(path);
  if (!route) throw new Rejection('NOT_FOUND', `There is nothing at ${ctx.path}`);
  ctx.state['route'] = `${route.prefix}/*`;
  if (!methods.includes(ctx.method)) throw notPossible(ctx, methods);
  const caller = await admit(ctx, route, path);
  await forward(ctx, {
    upstream: upstreams[route.upstream],
    caller,
    deadlineMs: route.deadlineMs,
    lastAnswers: route.readsArePublic && ctx.method === 'GET' ? lastAnswers : undefined,
  });
};
