/** Answers /api/v1/catalog/offerings/{id}/full, which no service has: put together here from what four of them say. */
import { CORRELATION_HEADER } from '@catalog/contracts';
import type { Middleware } from 'koa';
import { admitted, requestKey } from '../admission/index.ts';
import { Watch } from '../exchange/index.ts';
import { clientOf, requestHeaders, type TrustedProxies } from '../headers/index.ts';
import type { UpstreamClients } from '../resilience/index.ts';
import { accessTo, canonicalPath, type Route } from '../routing/index.ts';
import { countedIn } from './count-requests.ts';
import { fullOffering } from './full-offering.ts';
import { notPossible } from './method-not-allowed.ts';
import { ask } from './read-json.ts';

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
