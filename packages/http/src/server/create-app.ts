/** Makes the Koa app of an API: context, one error format, authentication, roles, validation, then the handler. */
import { CORRELATION_HEADER, correlationIdFrom, DEADLINE_HEADER, millisecondsIn, Rejection } from '@catalog/contracts';
import { logRequest, nameSpan, openRequestSpan, type RequestContext, withContext } from '@catalog/observability';
import Router from '@koa/router';
import Koa, { type Context, type Middleware } from 'koa';
import helmet from 'koa-helmet';
import type { Authenticate, Caller } from './authenticate.ts';
import { bodyLimitOf } from './body-limit.ts';
import { requireMatch } from './etag.ts';
import { type HealthChecks, healthEndpoints } from './health.ts';
import { idempotencyClaim } from './idempotency.ts';
import { readJsonBody } from './json-body.ts';
import { observeRequest } from './request-metrics.ts';
import { openApiOf } from './openapi.ts';
import type { Api, Handlers, Operation, Reply, Request } from './operation.ts';
import { preconditionsOf } from './preconditions.ts';
import { replyTo } from './refusal-reply.ts';
import { readsBody } from './refusals-of.ts';
import { refuseUnstorableText } from './unstorable.ts';
import { bodyCheck, hastyBodyCheck, textCheck } from './validate.ts';

type AnyHandler = (request: Request<Operation>) => Promise<Reply>;

export function createApp<A extends Api>(options: {
  api: A;
  handlers: Handlers<A>;
  authenticate: Authenticate;
  health: HealthChecks;
  /** How many proxies stand in front whose X-Forwarded-For is to be believed. */
  trustedProxyHops?: number;
}): Koa {
  const { api, handlers, authenticate, health, trustedProxyHops = 0 } = options;
  const router = new Router();
  for (const [id, operation] of Object.entries(api.operations)) {
    const handler = (handlers as Record<string, AnyHandler>)[id];
    if (!handler) throw new TypeError(`operation ${id} has no handler`);
    router.register(koaPath(operation.path), [operation.method], route(operation, handler, authenticate));
  }
  const document = openApiOf(api);
  router.get('/openapi.json', (ctx) => { ctx.body = document; });
  const app = new Koa({ proxy: trustedProxyHops > 0, maxIpsCount: trustedProxyHops });
  app.use(helmet());
  app.use(keptByNobody);
  app.use(healthEndpoints(health));
  app.use(requestSpan);
  app.use(requestContext);
  app.use(refusals);
  app.use(router.routes());
  app.use(nothingHere(api));
  return app;
}

/** Unless an operation says otherwise of its successes. */
export const keptByNobody: Middleware = (ctx, next) => {
  ctx.set('Cache-Control', 'no-store');
  return next();
};

const koaPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');

/** Below the span of who called; it ends when the answer is out, or nobody waits for it any more. */
export const requestSpan: Middleware = (ctx, next) => {
  const span = openRequestSpan(ctx.req);
  ctx.res.once('close', () => span.end(ctx.res.statusCode));
  return span.run(next);
};

/** One log line and one measurement per request, all in the context of its correlation id and the caller's deadline. */
export const requestContext: Middleware = (ctx, next) => {
  const start = performance.now();
  const context = contextOf(ctx, start);
  const { correlation_id } = context;
  ctx.set(CORRELATION_HEADER, correlation_id);
  ctx.state['correlation_id'] = correlation_id;
  return withContext(context, async () => {
    await next();
    delete context.deadline;
    const duration_ms = Math.round((performance.now() - start) * 10) / 10;
    const route = String(ctx.state['route'] ?? 'unmatched');
    observeRequest({ method: ctx.method, route, status: ctx.status, seconds: duration_ms / 1000 });
    logRequest({ method: ctx.method, path: ctx.path, route, status: ctx.status, duration_ms });
  });
};

function contextOf(ctx: Context, now: number): RequestContext {
  const left = millisecondsIn(ctx.get(DEADLINE_HEADER));
  return { correlation_id: correlationIdFrom(ctx.get(CORRELATION_HEADER) || undefined), deadline: left && now + left };
}

/** Whatever is thrown becomes a reply in the one error format. */
export const refusals: Middleware = async (ctx, next) => {
  try {
    await next();
  } catch (error) {
    const { status, headers, body } = replyTo(error, ctx.state['correlation_id'] as string);
    ctx.status = status;
    ctx.set(headers);
    ctx.body = body;
  }
};

function route(operation: Operation, handler: AnyHandler, authenticate: Authenticate): Middleware {
  const checks = {
    params: operation.params && textCheck(operation.params, 'The path'),
    query: operation.query && textCheck(operation.query, 'The query'),
    body: operation.body && (operation.access === 'public' ? hastyBodyCheck : bodyCheck)(operation.body),
  };
  const limitBytes = bodyLimitOf(operation);
  return async (ctx) => {
    ctx.state['route'] = operation.path;
    nameSpan(`${operation.method} ${operation.path}`);
    const authorization = ctx.get('authorization') || undefined;
    const caller = await authenticate(authorization);
    authorize(operation, caller);
    const preconditions = preconditionsOf(ctx.headers, operation);
    const body = readsBody(operation) ? await readJsonBody(ctx.req, limitBytes) : undefined;
    const query = givenQuery(ctx, operation);
    const reply = await handler({
      path: ctx.path,
      params: checks.params?.(pathParameters(ctx)),
      query: checks.query?.(query),
      body: checks.body?.(body),
      caller,
      authorization,
      preconditions,
      idempotency: operation.idempotent && claim(ctx, caller, body),
      clientAddress: ctx.ip,
    } as Request<Operation>);
    if (operation.method === 'GET' && preconditions?.ifMatch) requireMatch({ ifMatch: preconditions.ifMatch }, reply.headers?.['ETag']);
    if (operation.cache) ctx.set('Cache-Control', operation.cache);
    answer(ctx, reply);
  };
}

function authorize({ access }: Operation, caller: Caller | undefined): void {
  if (access === 'public') return;
  if (!caller) throw new Rejection('UNAUTHENTICATED', 'Sign in first: this needs a bearer token');
  if (!access.includes(caller.role)) {
    throw new Rejection('FORBIDDEN', `This needs the role ${access.join(' or ')}; you have ${caller.role}`, { required_roles: [...access] });
  }
}

/** Unknown parameters are refused, so that a misspelt filter never looks like an answer. */
function givenQuery(ctx: Context, operation: Operation): Record<string, unknown> {
  const query: Record<string, string | string[] | undefined> = { ...ctx.query };
  const known = Object.keys(operation.query?.properties ?? {});
  for (const [name, value] of Object.entries(query)) {
    if (!known.includes(name)) {
      const hint = known.length > 0 ? `known are ${known.join(', ')}` : 'there are none here';
      throw new Rejection('VALIDATION_ERROR', `${name} is not a query parameter; ${hint}`, { field: name });
    }
    for (const text of [value ?? ''].flat()) refuseUnstorableText(text, name);
  }
  return query;
}

const pathParameters = (ctx: Context): Record<string, string> => ({ ...(ctx['params'] as Record<string, string>) });

const claim = (ctx: Context, caller: Caller | undefined, body: unknown) =>
  idempotencyClaim('idempotency-key' in ctx.headers ? ctx.get('idempotency-key') : undefined, {
    subject: caller?.subject ?? 'anonymous',
    method: ctx.method,
    path: ctx.path,
    body,
  });

function answer(ctx: Context, { status, body, headers }: Reply): void {
  ctx.status = status;
  if (body !== undefined) ctx.body = body;
  if (headers) ctx.set(headers);
  if (ctx.fresh) ctx.status = 304;
}

const nothingHere = (api: Api): Middleware => (ctx) => {
  const methods = Object.values(api.operations).filter(({ path }) => matches(path, ctx.path)).map(({ method }) => method);
  if (methods.length === 0) throw new Rejection('NOT_FOUND', `There is nothing at ${ctx.path}`);
  ctx.set('Allow', methods.join(', '));
  throw new Rejection('METHOD_NOT_ALLOWED', `${ctx.method} is not possible here; possible: ${methods.join(', ')}`);
};

const matches = (template: string, path: string): boolean => new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path);

