/** Admits a request, forwards it to its service, sends the answer, and logs and measures it as every service does. */
import { CORRELATION_HEADER, correlationIdFrom } from '@catalog/contracts';
import { longestBody, observeRequest } from '@catalog/http/server';
import { logRequest, withContext } from '@catalog/observability';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { authorizedCaller, type CountRequest } from '../admission/index.ts';
import { RequestDeadline } from '../exchange/index.ts';
import { clientOf, type CommonHeaders, type Headers, type TrustedProxies } from '../headers/index.ts';
import { createLastAnswers, type UpstreamClients } from '../resilience/index.ts';
import { accessTo, type Destination, passwordOperations, type Route } from '../routing/index.ts';
import { forward } from './forward.ts';
import type { ProxiedRequest } from './proxied-request.ts';
import { send, sendError } from './send.ts';

type ProxyHandler = (request: IncomingMessage, response: ServerResponse, destination: Destination) => Promise<void>;

export function createProxy({
  upstreams,
  countRequest,
  commonHeaders,
  trustedProxies,
}: {
  upstreams: UpstreamClients;
  countRequest: CountRequest;
  commonHeaders: CommonHeaders;
  trustedProxies: TrustedProxies;
}): ProxyHandler {
  const lastAnswers = createLastAnswers();

  /** The status that the client got. */
  async function handle(proxied: ProxiedRequest, route: Route, responseHeaders: Headers): Promise<number> {
    const { request, response, method, canonicalPath } = proxied;
    const deadline = new RequestDeadline(response, route.deadlineMs);
    try {
      const client = clientOf(request, trustedProxies);
      const { authorization, 'content-length': contentLength } = request.headers;
      const isLogin = passwordOperations.includes(`${method} ${canonicalPath}`);
      const identity = await countRequest({ authorization, address: client.address, isLogin, contentLength }, responseHeaders);
      const access = accessTo(route, method, canonicalPath);
      const caller = authorizedCaller(identity, access);
      const answer = await forward(proxied, {
        upstream: upstreams[route.upstream],
        client,
        caller,
        bodyLimitBytes: longestBody(access),
        deadline,
        lastAnswers: route.readsArePublic && method === 'GET' ? lastAnswers : undefined,
      });
      const status = send(response, responseHeaders, answer);
      deadline.startTransfer();
      return status;
    } catch (error) {
      deadline.clear();
      return sendError(response, responseHeaders, error, proxied.correlationId);
    }
  }

  return (request, response, destination) => {
    const start = performance.now();
    const { method = 'GET', headers } = request;
    const { path, canonical, search, route } = destination;
    const correlationId = correlationIdFrom(headers[CORRELATION_HEADER] as string | undefined);
    const responseHeaders = { ...commonHeaders(headers.origin), [CORRELATION_HEADER]: correlationId };
    return withContext({ correlation_id: correlationId }, async () => {
      const proxied = { request, response, method, path, canonicalPath: canonical, url: path + search, correlationId };
      const status = await handle(proxied, route, responseHeaders);
      const duration_ms = Math.round((performance.now() - start) * 10) / 10;
      observeRequest({ method, route: `${route.prefix}/*`, status, seconds: duration_ms / 1000 });
      logRequest({ method, path, route: `${route.prefix}/*`, status, duration_ms });
    });
  };
}
