/** Answers one operation: authentication, role, body within limits, validation, then the handler. */
import { nameSpan } from '@catalog/observability';
import { bodyCheck, firstFaultBodyCheck, textCheck } from '@catalog/validation';
import type { Context, Middleware } from 'koa';
import { bodyLimitOf, isConditional, type Operation, readsBody, type Reply, type Request } from '../api/index.ts';
import { type Authenticate, authorize, type Caller } from '../auth/index.ts';
import { readJsonBody } from '../body/index.ts';
import { idempotencyClaim, preconditionsOf, requireMatch } from '../conditional/index.ts';
import { knownQuery } from './known-query.ts';

export type AnyHandler = (request: Request<Operation>) => Promise<Reply>;

export function answerOperation(operation: Operation, handler: AnyHandler, authenticate: Authenticate): Middleware {
  const check = checksOf(operation);
  const limitBytes = bodyLimitOf(operation);
  return async (ctx) => {
    ctx.state['route'] = operation.path;
    nameSpan(`${operation.method} ${operation.path}`);
    const authorization = ctx.get('authorization') || undefined;
    const caller = await authenticate(authorization);
    authorize(operation.access, caller);
    const preconditions = preconditionsOf(ctx.headers, { method: operation.method, isConditional: isConditional(operation) });
    const body = readsBody(operation) ? await readJsonBody(ctx.req, limitBytes) : undefined;
    const query = knownQuery(ctx.query, operation.query);
    const reply = await handler({
      path: ctx.path,
      params: check.params?.({ ...(ctx['params'] as Record<string, string>) }),
      query: check.query?.(query),
      body: check.body?.(body),
      caller,
      authorization,
      preconditions,
      idempotency: operation.idempotent && claimOf(ctx, caller, body),
      clientAddress: ctx.ip,
    } as Request<Operation>);
    if (operation.method === 'GET' && preconditions?.ifMatch) requireMatch({ ifMatch: preconditions.ifMatch }, reply.headers?.['ETag']);
    if (operation.cache) ctx.set('Cache-Control', operation.cache);
    answer(ctx, reply);
  };
}

const checksOf = ({ access, params, query, body }: Operation) => ({
  params: params && textCheck(params, 'The path'),
  query: query && textCheck(query, 'The query'),
  body: body && (access === 'public' ? firstFaultBodyCheck : bodyCheck)(body),
});

const claimOf = (ctx: Context, caller: Caller | undefined, body: unknown) =>
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
