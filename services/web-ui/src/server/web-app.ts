/** Everything around the pages, as an app: health, metrics, one log line per request, security headers, sessions, preferences. */
import { CORRELATION_HEADER } from '@catalog/contracts';
import { type HealthChecks, healthEndpoints, metricsEndpoint, refusals, requestContext, requestSpan } from '@catalog/http/server';
import { log, nameSpan } from '@catalog/observability';
import Koa, { type Context, type Middleware } from 'koa';
import type { Identity } from './identity.ts';
import type { AnswerWithPage } from './pages.ts';
import { preferences } from './preferences.ts';
import { refuseOtherOrigins } from './same-origin.ts';
import { securityHeaders } from './security-headers.ts';
import { keepSignedIn, sessionEndpoints, signInFirst } from './session.ts';
import { uploadLimit } from './upload-limit.ts';

export function createWebApp({ pages, identity, health, trustedProxyHops }: {
  pages: AnswerWithPage;
  identity: Identity;
  health: HealthChecks;
  /** How many proxies stand in front whose X-Forwarded-… is to be believed. */
  trustedProxyHops: number;
}): Koa {
  const app = new Koa({ proxy: trustedProxyHops > 0, maxIpsCount: trustedProxyHops });
  app.on('error', (error: Error) => log.debug('Reply broken off', { error }));
  app.use(healthEndpoints(health));
  app.use(metricsEndpoint);
  app.use(builtFiles(pages));
  app.use(requestSpan);
  app.use(requestContext);
  app.use(refusals);
  app.use(securityHeaders);
  app.use(refuseOtherOrigins);
  app.use(tellWhoAsks);
  app.use(preferences);
  app.use(keepSignedIn(identity));
  app.use(sessionEndpoints(identity));
  app.use(signInFirst('/catalog'));
  app.use(uploadLimit);
  app.use(rendered(pages));
  return app;
}

/** Scripts and styles are the same for everyone, and nothing to be logged. */
const builtFiles = (pages: AnswerWithPage): Middleware => async (ctx, next) => {
  if (!ctx.path.startsWith('/_next/static/')) return next() as Promise<void>;
  ctx.respond = false;
  ctx.res.statusCode = 200;
  ctx.set('X-Content-Type-Options', 'nosniff');
  await pages(ctx.req, ctx.res);
};

/** For the calls that a page makes of the gateway: `X-Forwarded-For` is our word, not the browser's. */
const tellWhoAsks: Middleware = (ctx, next) => {
  ctx.req.headers['x-forwarded-for'] = ctx.ip;
  ctx.req.headers[CORRELATION_HEADER] = String(ctx.state['correlation_id']);
  return next();
};

const rendered = (pages: AnswerWithPage): Middleware => async (ctx) => {
  ctx.respond = false;
  ctx.res.statusCode = 200;
  await pages(ctx.req, ctx.res);
  const { statusCode } = ctx.res;
  // What is not there keeps no name: anybody could make as many counters as there are addresses.
  if (statusCode < 400 || statusCode >= 500) nameRoute(ctx);
};

/** The page, not the address: how often it is asked for is counted by it. */
function nameRoute(ctx: Context): void {
  const route = ctx.path.replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, '{id}');
  nameSpan(`${ctx.method} ${route}`);
  ctx.state['route'] = route;
}
