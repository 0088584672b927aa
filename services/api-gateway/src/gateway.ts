/** The gateway as an app: passes on what has a service to go to, at little cost, and answers the rest itself. */
import { type App, type Authenticate, openApiOf } from '@catalog/http/server';
import { openEdgeSpan, openRequestSpan } from '@catalog/observability';
import { createCount, type RateSettings } from './admission/index.ts';
import { api } from './api.ts';
import { type CountReplicas, ownPages } from './endpoints/index.ts';
import { commonHeaders, type TrustedProxies } from './headers/index.ts';
import { createPassing } from './proxy/index.ts';
import type { UpstreamClients } from './resilience/index.ts';
import { destinationOf } from './routing/index.ts';

export type GatewaySettings = {
  upstreams: UpstreamClients;
  /** In a cluster, if it may be asked. */
  countReplicas?: CountReplicas | undefined;
  authenticate: Authenticate;
  rates: RateSettings;
  /** Of browsers' pages that may call; `*` for all. */
  origins: readonly string[];
  /** Whose X-Forwarded-For is to be believed. */
  trustedProxies: TrustedProxies;
  /** Whether the trace that a request tells of is continued, or a new one begins here. */
  trustTraceContext: boolean;
};

const CLIENT_CLOSED_REQUEST = 499;

export function createGateway({ upstreams, countReplicas, authenticate, rates, origins, trustedProxies, trustTraceContext }: GatewaySettings): App {
  const parts = { upstreams, count: createCount(authenticate, rates), commonHeaders: commonHeaders(origins), trustedProxies };
  const pass = createPassing(parts);
  const answerOwn = ownPages({ ...parts, countReplicas, openApi: openApiOf(api) }).callback();
  const openSpan = trustTraceContext ? openRequestSpan : openEdgeSpan;
  return {
    callback: () => (request, response) => {
      const { method = 'GET', url = '/' } = request;
      if (isProbe(url)) return void answerOwn(request, response);
      const span = openSpan(request);
      response.once('close', () => { span.end(response.writableFinished ? response.statusCode : CLIENT_CLOSED_REQUEST); });
      const destination = destinationOf(method, url);
      void span.run(() => (destination ? pass(request, response, destination) : answerOwn(request, response)));
    },
  };
}

/** Nobody wants to see these in a trace. */
const isProbe = (url: string): boolean => /^\/health(?:[/?]|$)/.test(url);
