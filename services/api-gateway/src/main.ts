/** Starts the gateway. */
import { createAuthenticator, runService, serve, tokenSettings } from '@catalog/http/server';
import { countReplicas } from '@catalog/kubernetes';
import { traceRequestsByHand } from '@catalog/observability';
import { withVerificationCache } from './admission/index.ts';
import { addressesIn, originsIn, readConfig } from './config.ts';
import { createGateway } from './gateway.ts';
import { connectUpstreams, measureEventLoopLag } from './resilience/index.ts';

await runService(async (resources) => {
  const config = readConfig();
  traceRequestsByHand();
  const eventLoopLag = resources.adopt(measureEventLoopLag(), (lag) => lag.stop());
  const upstreams = connectUpstreams(addressesIn(config), {
    openMs: config.CIRCUIT_OPEN_MS,
    maxInFlight: config.MOST_IN_FLIGHT,
    lagMs: eventLoopLag.totalMs,
  });
  for (const upstream of Object.values(upstreams)) resources.defer(() => upstream.close());

  const app = createGateway({
    upstreams,
    countReplicas: config.COUNT_REPLICAS ? await countReplicas(Object.keys(upstreams)) : undefined,
    authenticate: createAuthenticator(tokenSettings(config), withVerificationCache),
    rates: { requestsPerMinute: config.RATE_LIMIT_PER_MINUTE, loginsPerMinute: config.LOGIN_LIMIT_PER_MINUTE },
    origins: originsIn(config),
    trustedProxies: { hops: config.TRUSTED_PROXY_HOPS, secret: config.PROXY_SECRET },
    trustTraceContext: config.TRUST_TRACE_CONTEXT,
  });
  resources.adopt(await serve(app, { host: config.HOST, port: config.PORT }), (server) => server.stop());
});
