/** The proxies to compare, before one upstream: the gateway, @fastify/http-proxy, and a bare forwarder. */
import type { TokenIssuer } from '../support/tokens.ts';
import { startService } from '../support/start-service.ts';
import { ask } from './gateway-load.ts';
import { type Measured, startMeasured } from './gateway-process.ts';

export type Proxies = { cpuPerRequest(of: ProxyName, users: readonly string[]): Promise<number>; stop(): Promise<void> };
export const proxyNames = ['gateway', 'fastify', 'bare'] as const;
export type ProxyName = (typeof proxyNames)[number];

const REQUESTS = 4_000;

/** The figure of each is the processor time it has used, in microseconds. */
export async function startProxies(issuer: TokenIssuer): Promise<Proxies> {
  const upstream = await startMeasured('./gateway-upstream.ts');
  const proxies: Record<ProxyName, Measured> = {
    gateway: await gatewayBefore(upstream.url, issuer),
    fastify: await startMeasured('./gateway-fastify.ts', upstream.url),
    bare: await startMeasured('./gateway-bare.ts', upstream.url),
  };
  return {
    /** In microseconds. */
    async cpuPerRequest(name, users) {
      const { url, figure: cpuMicroseconds } = proxies[name];
      const before = await cpuMicroseconds();
      const { failed } = await ask({ url, path: '/api/v1/offerings/1', users, amount: REQUESTS });
      if (failed > 0) throw new Error(`${failed} requests through ${name} failed`);
      return ((await cpuMicroseconds()) - before) / REQUESTS;
    },
    stop: async () => {
      await Promise.all([...Object.values(proxies), upstream].map((one) => one.stop()));
    },
  };
}

/** As it runs everywhere: traced, logging, counting; only the rate limit is far away. */
async function gatewayBefore(upstream: string, issuer: TokenIssuer): Promise<Measured> {
  const services = ['IDENTITY', 'CHARACTERISTIC', 'SPECIFICATION', 'PRICING', 'OFFERING', 'STORE'];
  const gateway = await startService('api-gateway', {
    JWKS_URL: issuer.jwksUrl,
    RATE_LIMIT_PER_MINUTE: '10000000',
    ...Object.fromEntries(services.map((name) => [`${name}_SERVICE_URL`, upstream])),
  });
  return {
    url: gateway.url,
    async figure() {
      const metrics = await (await fetch(gateway.metricsUrl)).text();
      return Number(/^process_cpu_seconds_total ([\d.e-]+)/m.exec(metrics)![1]) * 1e6;
    },
    stop: async () => {
      await gateway.stop();
    },
  };
}
