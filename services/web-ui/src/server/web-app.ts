/** Everything around the pages, as an app: health, one log line per request, security headers, sessions, preferences. */
import { CORRELATION_HEADER } from '@catalog/contracts';
import { type HealthChecks, healthEndpoints, refusals, requestContext, requestSpan } from '@catalog/http/server';
import { log, nameSpan } from '@catalog/observability';
import Koa, { type Context, type Middleware } from 'koa';
import { admitForms } from './guards/admit-forms.ts';
import { clearPaths } from './guards/refuse-ambiguous-paths.ts';
import type { Identity } from './session/identity.ts';
import type { AnswerWithPage } from './next-app.ts';
import { preferences } from './preferences.ts';
import { rateLimit } from './guards/rate-limit.ts';
import { isBuiltFile, routeOf } from './routes.ts';
import { refuseOtherOrigins } from './guards/refuse-other-origins.ts';
import { securityHeaders } from './guards/security-headers.ts';
import { type AskIfRevoked, keepSignedIn, sessionEndpoints, signInFirst } from './session/keep-signed-in.ts';
import type { RoleOf } from './session/who-asks.ts';

export function createWebApp({ pages, identity, roleOf, isRevoked, health, requestsPerMinute, trustedProxyHops }: {
  pages: AnswerWithPage;
  identity: Identity;
  roleOf: RoleOf;
  isRevoked: AskIfRevoked;
  health: HealthChecks;
  /** Of one address. */
  requestsPerMinute: number;
  /** How many proxies stand in front whose X-Forwarded-… is to be believed. */
  trustedProxyHops: number;
}): Koa {
  const app = new Koa({ proxy: trustedProxyHops > 0, maxIpsCount: trustedProxyHops });
  app.on('error', (error: Error) => log.debug('Reply broken off', { error }));
  app.use(securityHeaders);
  app.use(healthEndpoints(health));
  app.use(tracedPages);
  app.use(requestContext);
  app.use(nameRoute);
  app.use(refusals);
  app.use(rateLimit(requestsPerMinute));
  app.use(clearPaths);
  app.use(builtFiles(pages));
  app.use(notKept);
  app.use(refuseOtherOrigins);
  app.use(tellWhoAsks);
  app.use(preferences);
  app.use(keepSignedIn(identity, isRevoked));
  app.use(sessionEndpoints(identity));
  app.use(signInFirst('/catalog'));
  app.use(admitForms('/catalog', roleOf));
  app.use(rendered(pages));
  return app;
}

/** A page needs many files of the build: nobody wants to see those in a trace. */
const tracedPages: Middleware = (ctx, next) => (isBuiltFile(ctx.path) ? next() : requestSpan(ctx, next) as Promise<void>);

/** The page, not the address: how often it is asked for is counted by it. */
const nameRoute: Middleware = (ctx, next) => {
  const route = routeOf(ctx.path);
  if (route !== undefined) {
    nameSpan(`${ctx.method} ${route}`);
    ctx.state['route'] = route;
  }
  return next();
};

/** Scripts and styles are the same for everyone. */
const builtFiles = (pages: AnswerWithPage): Middleware => (ctx, next) => (isBuiltFile(ctx.path) ? answerWith(pages, ctx) : next() as Promise<void>);

/** What somebody was shown, or was told, is theirs alone. */
const notKept: Middleware = (ctx, next) => {
  ctx.set('Cache-Control', 'no-store');
  return next();
};

/** For the calls that a page makes of the gateway: `X-Forwarded-For` is our word, not the browser's. */
const tellWhoAsks: Middleware = (ctx, next) => {
  ctx.req.headers['x-forwarded-for'] = ctx.ip;
  ctx.req.headers[CORRELATION_HEADER] = String(ctx.state['correlation_id']);
  return next();
};

const rendered = (pages: AnswerWithPage): Middleware => (ctx) => answerWith(pages, ctx);

async function answerWith(pages: AnswerWithPage, ctx: Context): Promise<void> {
  ctx.respond = false;
  ctx.res.statusCode = 200;
  await pages(ctx.req, ctx.res);
}
