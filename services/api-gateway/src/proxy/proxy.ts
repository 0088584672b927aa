/** One request on its way through: admitted, passed on, answered, and in the end one log line and one measurement, as every service has them. */
import { CORRELATION_HEADER, correlationIdFrom } from '@catalog/contracts';
import { longestBody, observeRequest } from '@catalog/http/server';
import { logRequest, withContext } from '@catalog/observability';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { admitted, type Count } from '../admission/index.ts';
import { Watch } from '../exchange/index.ts';
import { clientOf, type CommonHeaders, type Headers, type TrustedProxies } from '../headers/index.ts';
import { createLastAnswers, type LastAnswers, type UpstreamClients } from '../resilience/index.ts';
import { accessTo, type Destination, passwordOperations, type Route } from '../routing/index.ts';
import { forward } from './forward.ts';
import { give, refuse } from './reply.ts';

export type Passage = {
  request: IncomingMessage;
  response: ServerResponse;
  method: string;
  path: string;
  /** The path as routes are told apart by it. */
  canonical: string;
  /** Path and query, as the client wrote them. */
  address: string;
  correlationId: string;
};

export type Pass = (request: IncomingMessage, response: ServerResponse, destination: Destination) => Promise<void>;

export function createPassing({ upstreams, count, commonHeaders, trustedProxies, lastAnswers = createLastAnswers() }: {
  upstreams: UpstreamClients;
  count: Count;
  commonHeaders: CommonHeaders;
  trustedProxies: TrustedProxies;
  lastAnswers?: LastAnswers;
}): Pass {
  async function through(passage: Passage, route: Route, said: Headers): Promise<number> {
    const { request, response, method, canonical } = passage;
    const watch = new Watch(response, route.deadlineMs);
    try {
      const client = clientOf(request, trustedProxies);
      const { authorization, 'content-length': contentLength } = request.headers;
      const counted = await count({ authorization, address: client.address, isLogin: passwordOperations.includes(`${method} ${canonical}`), contentLength }, said);
      const access = accessTo(route, method, canonical);
      const caller = admitted(counted, access);
      const isForAll = route.readsArePublic && method === 'GET';
      const answer = await forward(passage, {
        upstream: upstreams[route.upstream], client, caller, longestBody: longestBody(access), watch, lastAnswers: isForAll ? lastAnswers : undefined,
      });
      const status = give(response, said, answer);
      watch.answerBegun();
      return status;
    } catch (error) {
      watch.stop();
      return refuse(response, said, error, passage.correlationId);
    }
  }

  return (request, response, destination) => {
    const start = performance.now();
    const { method = 'GET', headers } = request;
    const { path, canonical, search, route } = destination;
    const correlationId = correlationIdFrom(headers[CORRELATION_HEADER] as string | undefined);
    const said = { ...commonHeaders(headers.origin), [CORRELATION_HEADER]: correlationId };
    return withContext({ correlation_id: correlationId }, async () => {
      const status = await through({ request, response, method, path, canonical, address: path + search, correlationId }, route, said);
      const duration_ms = Math.round((performance.now() - start) * 10) / 10;
      observeRequest({ method, route: `${route.prefix}/*`, status, seconds: duration_ms / 1000 });
      logRequest({ method, path, route: `${route.prefix}/*`, status, duration_ms });
    });
  };
}
