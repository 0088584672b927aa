/** The gateway as an app: proxies requests to the services, and answers the rest itself. */
import { type App, type Authenticate, openApiOf } from '@catalog/http/server';
import { openEdgeSpan, openRequestSpan } from '@catalog/observability';
import { createRequestCounter, type RateSettings } from './admission/index.ts';
import { api } from './api.ts';
import { type CountReplicas, endpoints } from './endpoints/index.ts';
import { CLIENT_CLOSED_REQUEST } from './exchange/index.ts';
import { commonHeaders, type TrustedProxies } from './headers/index.ts';
import { createProxy } from './proxy/index.ts';
import type { UpstreamClients } from './resilience/index.ts';
import { destinationOf } from './routing/index.ts';

type GatewaySettings = {
  upstreams: UpstreamClients;
  /** Only in a cluster whose API may be asked. */
  countReplicas?: CountReplicas | undefined;
  authenticate: Authenticate;
  rates: RateSettings;
  /** Of the web pages that may call; `*` for all. */
  origins: readonly string[];
  trustedProxies: TrustedProxies;
  /** Whether to continue the trace that a request names, instead of beginning a new one. */
  trustTraceContext: boolean;
};

export function createGateway({ authenticate, rates, origins, trustTraceContext, countReplicas, ...settings }: GatewaySettings): App {
  const parts = { ...settings, countRequest: createRequestCounter(authenticate, rates), commonHeaders: commonHeaders(origins) };
  const proxy = createProxy(parts);
  const answer = endpoints({ ...parts, countReplicas, openApi: openApiOf(api) }).callback();
  const openSpan = trustTraceContext ? openRequestSpan : openEdgeSpan;
  return {
    callback: () => (request, response) => {
      const { method = 'GET', url = '/' } = request;
      if (isProbe(url)) return void answer(request, response);
      const span = openSpan(request);
      response.once('close', () => {
        span.end(response.writableFinished ? response.statusCode : CLIENT_CLOSED_REQUEST);
      });
      const destination = destinationOf(method, url);
      void span.run(() => (destination ? proxy(request, response, destination) : answer(request, response)));
    },
  };
}

/** Probes are not traced. */
const isProbe = (url: string): boolean => /^\/health(?:[/?]|$)/.test(url);
