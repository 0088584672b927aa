/** Finds the API server and the own namespace: in a pod by its service account, elsewhere by KUBECONFIG. */
import type * as Client from '@kubernetes/client-node';
import pTimeout from 'p-timeout';

export type Namespace = { cluster: Client.KubeConfig; namespace: string; client: typeof Client };

export async function ownNamespace(): Promise<Namespace> {
  // Loaded only where it is used, since it takes 30 MB of memory.
  const client = await import('@kubernetes/client-node');
  const cluster = new client.KubeConfig();
  cluster.loadFromDefault();
  const namespace = cluster.getContextObject(cluster.getCurrentContext())?.namespace ?? 'default';
  return { cluster, namespace, client };
}

/** With a limit, since the client itself would wait for minutes. */
export const answered = <T>(answer: Promise<T>, milliseconds: number): Promise<T> =>
  pTimeout(answer, { milliseconds, message: `The API server did not answer within ${milliseconds} ms` });
