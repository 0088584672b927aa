/** The web server as a Koa app: health, logs, security, sessions and preferences around the pages that Next.js renders. */
import { CORRELATION_HEADER } from '@catalog/contracts';
import { type HealthChecks, healthEndpoints, refusals, requestContext, requestSpan } from '@catalog/http/server';
import { log, nameSpan } from '@catalog/observability';
import Koa, { type Context, type Middleware } from 'koa';
import { admitForms, rateLimit, refuseAmbiguousPaths, refuseOtherOrigins, securityHeaders } from './guards/index.ts';
import type { PageHandler } from './next-app.ts';
import { preferences } from './preferences.ts';
import { isStaticAsset, routeOf } from './routes.ts';
import { type Identity, keepSignedIn, requireSignIn, type RevocationCheck, sessionEndpoints } from './session/index.ts';

export function createWebApp({
  pages,
  identity,
  isRevoked,
  health,
  requestsPerMinute,
  trustedProxyHops,
}: {
  pages: PageHandler;
  identity: Identity;
  isRevoked: RevocationCheck;
  health: HealthChecks;
  /** Per client address. */
  requestsPerMinute: number;
  /** How many proxies in front set X-Forwarded-… headers that are believed. */
  trustedProxyHops: number;
}): Koa {
  const app = new Koa({ proxy: trustedProxyHops > 0, maxIpsCount: trustedProxyHops });
  app.on('error', (error: Error) => log.debug('Reply broken off', { error }));
  app.use(securityHeaders);
  app.use(healthEndpoints(health));
  app.use(spanPerPage);
  app.use(requestContext);
  app.use(nameRoute);
  app.use(refusals);
  app.use(rateLimit(requestsPerMinute));
  app.use(refuseAmbiguousPaths);
  app.use(staticAssets(pages));
  app.use(noStore);
  app.use(refuseOtherOrigins);
  app.use(setForwardedHeaders);
  app.use(preferences);
  app.use(keepSignedIn(identity, isRevoked));
  app.use(sessionEndpoints(identity));
  app.use(requireSignIn('/catalog'));
  app.use(admitForms('/catalog', identity));
  app.use(renderPages(pages));
  return app;
}

/** A page loads many static files, which would only clutter its trace. */
const spanPerPage: Middleware = (ctx, next) => (isStaticAsset(ctx.path) ? next() : (requestSpan(ctx, next) as Promise<void>));

/** Requests are counted by route, not by path. */
const nameRoute: Middleware = (ctx, next) => {
  const route = routeOf(ctx.path);
  if (route !== undefined) {
    nameSpan(`${ctx.method} ${route}`);
    ctx.state['route'] = route;
  }
  return next();
};

/** The same for everyone, and cached: nothing of the session applies to them. */
const staticAssets =
  (pages: PageHandler): Middleware =>
  (ctx, next) =>
    isStaticAsset(ctx.path) ? replyWith(pages, ctx) : (next() as Promise<void>);

/** A page may show what only this user may see. */
const noStore: Middleware = (ctx, next) => {
  ctx.set('Cache-Control', 'no-store');
  return next();
};

/** For the calls that a page makes to the gateway: the client's address as we know it, not as the browser claims it. */
const setForwardedHeaders: Middleware = (ctx, next) => {
  ctx.req.headers['x-forwarded-for'] = ctx.ip;
  ctx.req.headers[CORRELATION_HEADER] = String(ctx.state['correlation_id']);
  return next();
};

const renderPages =
  (pages: PageHandler): Middleware =>
  (ctx) =>
    replyWith(pages, ctx);

async function replyWith(pages: PageHandler, ctx: Context): Promise<void> {
  ctx.respond = false;
  ctx.res.statusCode = 200;
  await pages(ctx.req, ctx.res);
}
