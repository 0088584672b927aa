/** The cluster that KUBECONFIG names: the catalog's pods, what runs in them, and the address from outside. */
import { AppsV1Api, AutoscalingV2Api, CoreV1Api, Exec, KubeConfig, type V1Pod, type V1Status } from '@kubernetes/client-node';
import { Writable } from 'node:stream';
import { eventually } from '../support/eventually.ts';

export const NAMESPACE = 'catalog';
const INGRESS = { name: 'istio-ingressgateway', namespace: 'istio-system' };

export const config = new KubeConfig();
config.loadFromDefault();
export const core = config.makeApiClient(CoreV1Api);
const apps = config.makeApiClient(AppsV1Api);
export const autoscaling = config.makeApiClient(AutoscalingV2Api);

/** Where requests from outside come in: CATALOG_INGRESS, or the port that the node gives to the ingress gateway. */
export async function ingressUrl(): Promise<string> {
  const given = process.env['CATALOG_INGRESS'];
  if (given) return given;
  const [{ spec }, nodes] = await Promise.all([core.readNamespacedService(INGRESS), core.listNode()]);
  const port = spec!.ports!.find((each) => each.port === 80)!.nodePort!;
  const { address } = nodes.items[0]!.status!.addresses!.find(({ type }) => type === 'InternalIP')!;
  return `http://${address}:${port}`;
}

/** Those that are not on their way out. */
export async function podsOf(app: string): Promise<V1Pod[]> {
  return (await allPods()).filter(({ metadata }) => metadata!.labels?.['app'] === app && !metadata!.deletionTimestamp);
}

/** Also those that are on their way out. */
export async function allPods(): Promise<V1Pod[]> {
  return (await core.listNamespacedPod({ namespace: NAMESPACE })).items;
}

export const isReady = ({ status }: V1Pod): boolean =>
  status?.conditions?.some(({ type, status: state }) => type === 'Ready' && state === 'True') === true;

export async function readyPod(app: string): Promise<string> {
  const pod = (await podsOf(app)).find(isReady);
  if (!pod) throw new Error(`no pod of ${app} is ready`);
  return pod.metadata!.name!;
}

/** As many as are wanted, and all of them. */
export const allReady = (names: readonly string[], within = 300_000): Promise<void> =>
  eventually(
    async () => {
      for (const name of names) {
        const pods = await podsOf(name);
        if (pods.length === 0 || !pods.every(isReady)) throw new Error(`${name} is not ready`);
      }
    },
    { within, every: 500 },
  );

/** Without a word to it. */
export async function killPodOf(app: string): Promise<string | undefined> {
  const [pod] = await podsOf(app);
  const name = pod?.metadata?.name;
  if (name) await core.deleteNamespacedPod({ name, namespace: NAMESPACE, gracePeriodSeconds: 0 });
  return name;
}

export async function scaleStatefulSet(name: string, replicas: number): Promise<void> {
  const scale = await apps.readNamespacedStatefulSetScale({ name, namespace: NAMESPACE });
  await apps.replaceNamespacedStatefulSetScale({ name, namespace: NAMESPACE, body: { ...scale, spec: { replicas } } });
}

export async function secretOf(name: string, key: string): Promise<string> {
  const { data } = await core.readNamespacedSecret({ name, namespace: NAMESPACE });
  return Buffer.from(data![key]!, 'base64').toString();
}

/** Runs a module in a service's container, and gives what it prints. */
export async function runInside(service: string, module: string): Promise<string> {
  const printed: string[] = [];
  const output = new Writable({
    write(chunk: Buffer, _, done) {
      printed.push(chunk.toString());
      done();
    },
  });
  const { promise, resolve, reject } = Promise.withResolvers<V1Status>();
  const command = ['node', '--input-type=module', '--eval', module];
  const socket = await new Exec(config).exec(NAMESPACE, await readyPod(service), service, command, output, output, null, false, resolve);
  socket.onerror = ({ message: why }: { message: string }) => reject(new Error(why));
  const { status, message } = await promise;
  if (status !== 'Success') throw new Error(`in ${service}: ${message} ${printed.join('')}`);
  return printed.join('');
}
