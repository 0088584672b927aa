/** Answers /api/v1/catalog/offerings/{id}/full, which no service has: put together here from what four of them say. */
import type { Middleware } from 'koa';
import type { Admit } from './admit.ts';
import { ask } from './ask.ts';
import { factsOf } from './facts.ts';
import { fullOffering } from './full-offering.ts';
import { requestHeaders } from './headers.ts';
import { notPossible } from './not-possible.ts';
import { canonicalPath, type Route } from './routes.ts';
import type { UpstreamClients } from './upstreams.ts';
import { watchOver } from './watch.ts';

const route: Route = { prefix: '/api/v1/catalog', upstream: 'offering-service', writers: [] };
const address = /^\/api\/v1\/catalog\/offerings\/([^/]+)\/full\/?$/i;

export const offeringInFull = (upstreams: UpstreamClients, admit: Admit): Middleware => async (ctx, next) => {
  const id = address.exec(ctx.path)?.[1];
  if (id === undefined) return next() as Promise<void>;
  const path = canonicalPath(ctx.path);
  ctx.state['route'] = '/api/v1/catalog/offerings/{id}/full';
  if (ctx.method !== 'GET') throw notPossible(ctx, ['GET']);
  const caller = await admit(ctx, route, path);
  const { authorization = '' } = ctx.req.headers;
  const headers = requestHeaders({ authorization, accept: 'application/json' }, { ...factsOf(ctx), caller, hasBody: false });
  const watch = watchOver(ctx);
  try {
    const { status, body } = await fullOffering(id, (upstream, wanted) => ask(upstreams[upstream], wanted, { headers, watch }));
    ctx.status = status;
    ctx.body = body;
  } finally {
    watch.stop();
  }
};
