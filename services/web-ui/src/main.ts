/** Wires the web pages and runs them. */
import { createClient } from '@catalog/http/client';
import { publishedTrust, runService, serve } from '@catalog/http/server';
import { fileURLToPath } from 'node:url';
import { readConfig } from './config.ts';
import { identityAt } from './server/session/identity.ts';
import { preparePages } from './server/next-app.ts';
import { createWebApp } from './server/web-app.ts';
import { roleBehind } from './server/session/who-asks.ts';

await runService(async (resources) => {
  const config = readConfig();
  const gateway = createClient('api-gateway', config.API_GATEWAY_URL);
  resources.defer(() => gateway.close());
  const pages = await preparePages(fileURLToPath(new URL('..', import.meta.url)));
  resources.defer(() => pages.close());
  const trust = publishedTrust(`${config.API_GATEWAY_URL}/api/v1/auth/jwks`);

  const app = createWebApp({
    pages: pages.answer,
    identity: identityAt(config.API_GATEWAY_URL),
    roleOf: roleBehind(config.API_GATEWAY_URL),
    isRevoked: (token) => trust().then((known) => known.isRevoked(token), () => false),
    health: { dependencies: { 'api-gateway': () => gateway.ready() } },
    requestsPerMinute: config.RATE_LIMIT_PER_MINUTE,
    trustedProxyHops: config.TRUSTED_PROXY_HOPS,
  });
  resources.adopt(await serve(app, { host: config.HOST, port: config.PORT }), (server) => server.stop());
});
