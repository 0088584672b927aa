/** Wires the web server and runs it. */
import { createClient } from '@catalog/http/client';
import { publishedTrust, runService, serve } from '@catalog/http/server';
import { fileURLToPath } from 'node:url';
import { readConfig } from './config.ts';
import { createWebApp, identityAt, startNext } from './server/index.ts';

await runService(async (resources) => {
  const config = readConfig();
  const gateway = createClient('api-gateway', config.API_GATEWAY_URL);
  resources.defer(() => gateway.close());
  const pages = await startNext(fileURLToPath(new URL('..', import.meta.url)));
  resources.defer(() => pages.close());
  const trust = publishedTrust(`${config.API_GATEWAY_URL}/api/v1/auth/jwks`);

  const app = createWebApp({
    pages: pages.handle,
    identity: identityAt(config.API_GATEWAY_URL),
    isRevoked: (token) =>
      trust().then(
        (known) => known.isRevoked(token),
        () => false,
      ),
    health: { dependencies: { 'api-gateway': () => gateway.ready() } },
    requestsPerMinute: config.RATE_LIMIT_PER_MINUTE,
    trustedProxyHops: config.TRUSTED_PROXY_HOPS,
  });
  resources.adopt(await serve(app, { host: config.HOST, port: config.PORT }), (server) => server.stop());
});
