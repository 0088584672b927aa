/** GET /docs: Swagger UI with the OpenAPI documents of all services, without loading anything from elsewhere. */
import { upstreamUnavailable } from '@catalog/contracts';
import { createReadStream } from 'node:fs';
import type { Middleware } from 'koa';
import type { UpstreamClients } from '../resilience/index.ts';
import { isRead, upstreams } from '../routing/index.ts';

const FETCH_LIMIT_MS = 2_000;
// Swagger UI needs inline styles; Helmet's `upgrade-insecure-requests` would break the page without TLS.
const POLICY = [
  "default-src 'self'",
  "img-src 'self' data:",
  "style-src 'self' 'unsafe-inline'",
  "object-src 'none'",
  "base-uri 'self'",
  "frame-ancestors 'self'",
].join('; ');

/** Serves /docs, the files of that page, and /docs/<service>/openapi.json. `gatewayDocument`: the gateway's own OpenAPI document. */
export const docsEndpoint =
  (clients: UpstreamClients, gatewayDocument: unknown): Middleware =>
  async (ctx, next) => {
    if (!/^\/docs(\/|$)/.test(ctx.path) || !isRead(ctx.method)) return next() as Promise<void>;
    const name = ctx.path.slice('/docs/'.length);
    const upstream = upstreams.find((known) => name === `${known}/openapi.json`);
    ctx.set('Content-Security-Policy', POLICY);
    ctx.state['route'] = '/docs';
    if (name === '') [ctx.type, ctx.body] = ['html', page];
    else if (name === 'start.js') [ctx.type, ctx.body] = ['text/javascript', start];
    else if (name === 'api-gateway/openapi.json') ctx.body = gatewayDocument;
    else if (upstream) ctx.body = await documentOf(clients, upstream);
    else if (assets.has(name)) {
      ctx.type = name.slice(name.lastIndexOf('.'));
      ctx.set('Cache-Control', 'public, max-age=3600');
      ctx.body = createReadStream(new URL(name, assetFolder));
    } else return next() as Promise<void>;
  };

async function documentOf(clients: UpstreamClients, upstream: (typeof upstreams)[number]): Promise<unknown> {
  const answer = await clients[upstream].read('/openapi.json', FETCH_LIMIT_MS).catch(() => undefined);
  if (answer?.status !== 200) throw upstreamUnavailable(upstream);
  return answer.body;
}

const assetFolder = new URL('./', import.meta.resolve('swagger-ui-dist/package.json'));
const assets = new Set(['swagger-ui.css', 'index.css', 'swagger-ui-bundle.js', 'swagger-ui-standalone-preset.js', 'favicon-32x32.png']);

const page = `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>Product catalog API</title>
    <link rel="stylesheet" href="/docs/swagger-ui.css">
    <link rel="stylesheet" href="/docs/index.css">
    <link rel="icon" type="image/png" href="/docs/favicon-32x32.png">
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/swagger-ui-standalone-preset.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`;

const listed = [...upstreams.toReversed(), 'api-gateway'].map((name) => ({ name, url: `/docs/${name}/openapi.json` }));

const start = `window.ui = SwaggerUIBundle({
  urls: ${JSON.stringify(listed)},
  dom_id: '#swagger-ui',
  deepLinking: true,
  persistAuthorization: false,
  presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
  layout: 'StandaloneLayout',
});
`;
