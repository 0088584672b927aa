/** How the services behind the gateway are: asks each for its health, within a second, and tells the state of its circuit and, in a cluster, of its replicas. */
import { Nullable, OneOf, Timestamp } from '@catalog/contracts';
import Type, { type Static } from 'typebox';
import type { Replicas } from '@catalog/kubernetes';
import { log } from '@catalog/observability';
import { cachedFor } from '@catalog/timing';
import type { UpstreamClient, UpstreamClients } from '../resilience/index.ts';

const healths = ['healthy', 'degraded', 'unhealthy'] as const;
type Health = (typeof healths)[number];

export const Dependency = Type.Object({
  status: OneOf(healths, { description: 'What the service says of itself; unhealthy if it says nothing.' }),
  circuit: OneOf(['closed', 'half-open', 'open']),
  latency_ms: Nullable(Type.Number({ description: 'How long it took to say so.' })),
  replicas: Nullable(Type.Object({ ready: Type.Integer(), total: Type.Integer() }, { description: 'Pods of the service; null where no cluster can be asked.' })),
  last_error: Nullable(Type.Object({ reason: Type.String(), at: Timestamp })),
});
export type Dependency = Static<typeof Dependency>;

export const Dependencies = Type.Object({
  status: OneOf(['healthy', 'degraded']),
  dependencies: Type.Record(Type.String(), Dependency),
});
export type Dependencies = Static<typeof Dependencies>;

/** By the names of the services. */
export type CountReplicas = () => Promise<Record<string, Replicas>>;

const LIMIT_MS = 1_000;
const KEPT_MS = 1_000;

/** Looking often costs no more than looking once a second. */
export const createDependencyReport = (upstreams: UpstreamClients, countReplicas: CountReplicas | undefined): (() => Promise<Dependencies>) =>
  cachedFor(KEPT_MS, () => reportOn(upstreams, countReplicas));

async function reportOn(upstreams: UpstreamClients, countReplicas: CountReplicas | undefined): Promise<Dependencies> {
  const [replicas, looks] = await Promise.all([
    countReplicas?.().catch((error: unknown) => { log.warn('Replicas not counted', { error }); }),
    Promise.all(Object.values(upstreams).map(async (upstream) => [upstream.name, await lookAt(upstream)] as const)),
  ]);
  const found = looks.map(([name, look]) => [name, { ...look, replicas: replicas?.[name] ?? null }] as const);
  const isWell = found.every(([, { status, circuit }]) => status === 'healthy' && circuit === 'closed');
  return { status: isWell ? 'healthy' : 'degraded', dependencies: Object.fromEntries(found) };
}

async function lookAt({ read, circuit }: UpstreamClient): Promise<Omit<Dependency, 'replicas'>> {
  const start = performance.now();
  const status = await read('/health', LIMIT_MS).then(({ body }) => healthIn(body), () => undefined);
  return {
    status: status ?? 'unhealthy',
    circuit: circuit.state(),
    latency_ms: status ? Math.round((performance.now() - start) * 10) / 10 : null,
    last_error: circuit.lastFailure() ?? null,
  };
}

function healthIn(body: unknown): Health | undefined {
  const said = typeof body === 'object' && body !== null && 'status' in body ? body.status : undefined;
  return healths.find((known) => known === said);
}
