/** A stub of Kubernetes' API server: Secrets that can be read and watched, EndpointSlices, and a KUBECONFIG with its address. */
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type StubKubernetes = {
  kubeconfig: string;
  /** Its watchers are notified. */
  putSecret(name: string, data: Record<string, string>): void;
  putSlices(slices: Slice[]): void;
  /** How many watches are open. */
  watchers(): number;
  refuseEverything(refuses: boolean): void;
  stop(): Promise<void>;
};
type Slice = { service: string; endpoints: { pod: string; ready: boolean }[] };

type Secret = { kind: 'Secret'; metadata: { name: string; namespace: string; resourceVersion: string }; data: Record<string, string> };

const NAMESPACE = 'catalog';

export async function startStubKubernetes(): Promise<StubKubernetes> {
  const secrets = new Map<string, Secret>();
  const watching = new Map<ServerResponse, string | null>();
  let slices: object[] = [],
    version = 0,
    refuses = false;

  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url!, 'http://stub');
    const [, resource, name = ''] = /^\/api(?:s\/discovery\.k8s\.io)?\/v1\/namespaces\/catalog\/(\w+)\/?(.*)$/.exec(pathname) ?? [];
    const secret = secrets.get(name);
    if (refuses) return answer(response, 403, { kind: 'Status', code: 403 });
    if (resource === 'endpointslices') return answer(response, 200, { kind: 'EndpointSliceList', items: slices });
    if (resource !== 'secrets' || (name && !secret)) return answer(response, 404, { kind: 'Status', code: 404 });
    if (secret) return answer(response, 200, secret);
    const selector = searchParams.get('fieldSelector');
    watching.set(response, selector);
    response.once('close', () => watching.delete(response));
    response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
    // A watch from a version on begins with what has changed since that version.
    const missed = [...secrets.values()].find(
      (one) => isOf(one, selector) && Number(one.metadata.resourceVersion) > Number(searchParams.get('resourceVersion')),
    );
    if (missed) tell(response, missed);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const folder = await mkdtemp(join(tmpdir(), 'stub-kubernetes-'));
  const kubeconfig = join(folder, 'config.yaml');
  await writeFile(kubeconfig, JSON.stringify(configTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)));

  return {
    kubeconfig,
    putSecret(name, data) {
      const encoded = Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString('base64')]));
      const object: Secret = {
        kind: 'Secret',
        metadata: { name, namespace: NAMESPACE, resourceVersion: String((version += 1)) },
        data: encoded,
      };
      secrets.set(name, object);
      for (const [response, selector] of watching) if (isOf(object, selector)) tell(response, object);
    },
    putSlices(wanted) {
      slices = wanted.map(({ service, endpoints }) => ({
        metadata: { labels: { 'kubernetes.io/service-name': service } },
        endpoints: endpoints.map(({ pod, ready }) => ({
          addresses: ['10.0.0.1'],
          targetRef: { kind: 'Pod', name: pod },
          conditions: { ready },
        })),
      }));
    },
    watchers: () => watching.size,
    refuseEverything(wanted) {
      refuses = wanted;
    },
    async stop() {
      server.close();
      server.closeAllConnections();
      await rm(folder, { recursive: true });
    },
  };
}

const isOf = ({ metadata }: Secret, selector: string | null): boolean => selector === `metadata.name=${metadata.name}`;

const tell = (response: ServerResponse, object: Secret): boolean => response.write(`${JSON.stringify({ type: 'MODIFIED', object })}\n`);

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

const configTo = (server: string) => ({
  apiVersion: 'v1',
  kind: 'Config',
  clusters: [{ name: 'stub', cluster: { server, 'insecure-skip-tls-verify': true } }],
  users: [{ name: 'nobody', user: {} }],
  contexts: [{ name: 'stub', context: { cluster: 'stub', user: 'nobody', namespace: NAMESPACE } }],
  'current-context': 'stub',
});
