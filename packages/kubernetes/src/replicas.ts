/** Counts the pods of Services in the own namespace, and how many of them are ready, by EndpointSlices. */
import type { V1EndpointSlice } from '@kubernetes/client-node';
import { answered, ownNamespace } from './namespace.ts';

export type Replicas = { ready: number; total: number };

/** By the names of the Services; one without an EndpointSlice has no replicas. */
export async function countReplicas(services: readonly string[]): Promise<() => Promise<Record<string, Replicas>>> {
  const {
    cluster,
    namespace,
    client: { DiscoveryV1Api },
  } = await ownNamespace();
  const api = cluster.makeApiClient(DiscoveryV1Api);
  const labelSelector = `${SERVICE_LABEL} in (${services.join(',')})`;
  return async () => {
    const { items } = await answered(api.listNamespacedEndpointSlice({ namespace, labelSelector }), COUNT_WITHIN_MS);
    return Object.fromEntries(services.map((service) => [service, replicasIn(items.filter((slice) => serviceOf(slice) === service))]));
  };
}

const COUNT_WITHIN_MS = 1_000;
const SERVICE_LABEL = 'kubernetes.io/service-name';

const serviceOf = ({ metadata }: V1EndpointSlice): string | undefined => metadata?.labels?.[SERVICE_LABEL];

/** A pod with addresses of both families is in two slices. */
function replicasIn(slices: V1EndpointSlice[]): Replicas {
  const pods = new Map<string, boolean>();
  for (const { targetRef, addresses, conditions } of slices.flatMap(({ endpoints }) => endpoints ?? [])) {
    // In Kubernetes, an unknown condition counts as ready.
    pods.set(targetRef?.name ?? addresses[0] ?? '', conditions?.ready !== false);
  }
  return { ready: [...pods.values()].filter(Boolean).length, total: pods.size };
}
