/** Wires the gateway and runs it. */
import { createAuthenticator, runService, serve, tokenSettings } from '@catalog/http/server';
import { countReplicas } from '@catalog/kubernetes';
import { traceRequestsByHand } from '@catalog/observability';
import { remembering } from './admission/index.ts';
import { addressesIn, originsIn, readConfig } from './config.ts';
import { createGateway } from './gateway.ts';
import { connectUpstreams, watchStarvation } from './resilience/index.ts';

await runService(async (resources) => {
  const config = readConfig();
  traceRequestsByHand();
  const starvation = resources.adopt(watchStarvation(), (one) => one.stop());
  const upstreams = connectUpstreams(addressesIn(config), {
    openMs: config.CIRCUIT_OPEN_MS, mostInFlight: config.MOST_IN_FLIGHT, lostMs: starvation.lostMs,
  });
  for (const upstream of Object.values(upstreams)) resources.defer(() => upstream.close());

  const app = createGateway({
    upstreams,
    countReplicas: config.COUNT_REPLICAS ? await countReplicas(Object.keys(upstreams)) : undefined,
    authenticate: createAuthenticator(tokenSettings(config), remembering),
    rates: { requestsPerMinute: config.RATE_LIMIT_PER_MINUTE, loginsPerMinute: config.LOGIN_LIMIT_PER_MINUTE },
    origins: originsIn(config),
    trustedProxies: { hops: config.TRUSTED_PROXY_HOPS, secret: config.PROXY_SECRET },
    trustTraceContext: config.TRUST_TRACE_CONTEXT,
  });
  resources.adopt(await serve(app, { host: config.HOST, port: config.PORT }), (server) => server.stop());
});
