/** GET /health/dependencies: the health of each service, the state of its circuit, and in a cluster how many of its replicas are ready. */
import { Nullable, OneOf, Timestamp } from '@catalog/contracts';
import type { Replicas } from '@catalog/kubernetes';
import { log } from '@catalog/observability';
import { cachedFor } from '@catalog/timing';
import type { Middleware } from 'koa';
import Type, { type Static } from 'typebox';
import type { UpstreamClient, UpstreamClients } from '../resilience/index.ts';

const healths = ['healthy', 'degraded', 'unhealthy'] as const;
type Health = (typeof healths)[number];

const Dependency = Type.Object({
  status: OneOf(healths, { description: 'As the service reports it; unhealthy if it does not answer.' }),
  circuit: OneOf(['closed', 'half-open', 'open']),
  latency_ms: Nullable(Type.Number({ description: 'How long that answer took; null if there is none.' })),
  replicas: Nullable(
    Type.Object(
      { ready: Type.Integer(), total: Type.Integer() },
      {
        description: 'Pods of the service; null if no cluster can be asked.',
      },
    ),
  ),
  last_error: Nullable(Type.Object({ reason: Type.String(), at: Timestamp })),
});
type Dependency = Static<typeof Dependency>;

export const Dependencies = Type.Object({
  status: OneOf(['healthy', 'degraded']),
  dependencies: Type.Record(Type.String(), Dependency),
});
export type Dependencies = Static<typeof Dependencies>;

/** By service. */
export type CountReplicas = () => Promise<Record<string, Replicas>>;

const HEALTH_LIMIT_MS = 1_000;
/** However often the report is read. */
const KEPT_MS = 1_000;

export const DEPENDENCIES_PATH = '/health/dependencies';

export function dependenciesEndpoint(upstreams: UpstreamClients, countReplicas: CountReplicas | undefined): Middleware {
  const report = cachedFor(KEPT_MS, () => reportOn(upstreams, countReplicas));
  return async (ctx, next) => {
    if (ctx.method !== 'GET' || ctx.path !== DEPENDENCIES_PATH) return next() as Promise<void>;
    ctx.state['route'] = DEPENDENCIES_PATH;
    ctx.body = await report();
  };
}

async function reportOn(upstreams: UpstreamClients, countReplicas: CountReplicas | undefined): Promise<Dependencies> {
  const [replicas, reports] = await Promise.all([
    countReplicas?.().catch((error: unknown) => {
      log.warn('Replicas not counted', { error });
    }),
    Promise.all(Object.values(upstreams).map(async (upstream) => [upstream.name, await reportOnUpstream(upstream)] as const)),
  ]);
  const dependencies = reports.map(([name, report]) => [name, { ...report, replicas: replicas?.[name] ?? null }] as const);
  const areHealthy = dependencies.every(([, { status, circuit }]) => status === 'healthy' && circuit === 'closed');
  return { status: areHealthy ? 'healthy' : 'degraded', dependencies: Object.fromEntries(dependencies) };
}

async function reportOnUpstream({ read, circuit }: UpstreamClient): Promise<Omit<Dependency, 'replicas'>> {
  const start = performance.now();
  const status = await read('/health', HEALTH_LIMIT_MS).then(
    ({ body }) => healthIn(body),
    () => undefined,
  );
  return {
    status: status ?? 'unhealthy',
    circuit: circuit.state(),
    latency_ms: status ? Math.round((performance.now() - start) * 10) / 10 : null,
    last_error: circuit.lastFailure() ?? null,
  };
}

function healthIn(body: unknown): Health | undefined {
  const status = typeof body === 'object' && body !== null && 'status' in body ? body.status : undefined;
  return healths.find((known) => known === status);
}
