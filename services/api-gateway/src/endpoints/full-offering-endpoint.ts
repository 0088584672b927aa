/** GET /api/v1/catalog/offerings/{id}/full: an offering with everything it refers to, composed of the answers of four services. */
import { CORRELATION_HEADER, roles } from '@catalog/contracts';
import type { Middleware } from 'koa';
import { authorizedCaller, requestKey } from '../admission/index.ts';
import { RequestDeadline } from '../exchange/index.ts';
import { clientOf, forwardedHeaders, type TrustedProxies } from '../headers/index.ts';
import type { UpstreamClients } from '../resilience/index.ts';
import { canonicalPath } from '../routing/index.ts';
import { composeFullOffering } from './compose-full-offering.ts';
import { identityOf } from './rate-limit-middleware.ts';
import { readJson } from './read-json.ts';
import { refuseMethod } from './refuse-method.ts';

const pathPattern = /^\/api\/v1\/catalog\/offerings\/([^/]+)\/full\/?$/i;

export const fullOfferingEndpoint =
  (upstreams: UpstreamClients, trustedProxies: TrustedProxies): Middleware =>
  async (ctx, next) => {
    const id = pathPattern.exec(ctx.path)?.[1];
    if (id === undefined) return next() as Promise<void>;
    // Refuses a path that could be read in two ways.
    canonicalPath(ctx.path);
    ctx.state['route'] = '/api/v1/catalog/offerings/{id}/full';
    if (ctx.method !== 'GET') refuseMethod(ctx, ['GET']);
    const { authorization } = ctx.req.headers;
    const client = clientOf(ctx.req, trustedProxies);
    const caller = authorizedCaller(identityOf(ctx), roles);
    const headers = forwardedHeaders(
      { authorization, accept: 'application/json' },
      {
        client,
        caller,
        correlationId: ctx.response.get(CORRELATION_HEADER),
        hasBody: false,
      },
    );
    const deadline = new RequestDeadline(ctx.res);
    const reading = { who: requestKey(caller, client.address), headers, deadline };
    try {
      const { status, body } = await composeFullOffering(id, (upstream, url) => readJson(upstreams[upstream], url, reading));
      ctx.status = status;
      ctx.body = body;
    } finally {
      deadline.clear();
    }
  };
