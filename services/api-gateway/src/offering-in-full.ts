/** Answers /api/v1/catalog/offerings/{id}/full, which no service has: put together here from what four of them say. */
import { CORRELATION_HEADER } from '@catalog/contracts';
import type { Middleware } from 'koa';
import { admitted } from './admit.ts';
import { ask } from './ask.ts';
import { clientOf, type TrustedProxies } from './client.ts';
import { fullOffering } from './full-offering.ts';
import { requestHeaders } from './headers.ts';
import { countedIn } from './limited.ts';
import { notPossible } from './not-possible.ts';
import { requestKey } from './rate-limit.ts';
import { accessTo, canonicalPath, type Route } from './routes.ts';
import type { UpstreamClients } from './upstreams.ts';
import { Watch } from './watch.ts';

const route: Route = { prefix: '/api/v1/catalog', upstream: 'offering-service', writers: [] };
const address = /^\/api\/v1\/catalog\/offerings\/([^/]+)\/full\/?$/i;

export const offeringInFull = ({ upstreams, trustedProxies }: {
  upstreams: UpstreamClients;
  trustedProxies: TrustedProxies;
}): Middleware => async (ctx, next) => {
  const id = address.exec(ctx.path)?.[1];
  if (id === undefined) return next() as Promise<void>;
  const path = canonicalPath(ctx.path);
  ctx.state['route'] = '/api/v1/catalog/offerings/{id}/full';
  if (ctx.method !== 'GET') throw notPossible(ctx, ['GET']);
  const { authorization } = ctx.req.headers;
  const client = clientOf(ctx.req, trustedProxies);
  const caller = admitted(countedIn(ctx), accessTo(route, ctx.method, path));
  const headers = requestHeaders({ authorization, accept: 'application/json' }, {
    client, caller, correlationId: ctx.response.get(CORRELATION_HEADER), hasBody: false,
  });
  const who = requestKey(caller, client.address);
  const watch = new Watch(ctx.res);
  try {
    const { status, body } = await fullOffering(id, (upstream, wanted) => ask(upstreams[upstream], wanted, { who, headers, watch }));
    ctx.status = status;
    ctx.body = body;
  } finally {
    watch.stop();
  }
};
