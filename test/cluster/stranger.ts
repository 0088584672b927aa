/** A pod without a certificate of the mesh, which tries to connect to addresses and reports which of them answered. */
import { NetworkingV1Api } from '@kubernetes/client-node';
import { randomUUID } from 'node:crypto';
import { eventually } from '../support/eventually.ts';
import { config, core, NAMESPACE } from './cluster.ts';

export type Knock = { name: string; host: string; port: number };

const networking = config.makeApiClient(NetworkingV1Api);
const ENDED = ['Succeeded', 'Failed'];

/** The names of those that answered a single byte; a network policy lets this pod out, so that only the other side can refuse it. */
export async function answersTo(knocks: readonly Knock[], image: string): Promise<string[]> {
  const name = `stranger-${randomUUID().slice(0, 8)}`;
  const labels = { app: name, 'sidecar.istio.io/inject': 'false' };
  const metadata = { name, namespace: NAMESPACE, labels };
  await networking.createNamespacedNetworkPolicy({
    namespace: NAMESPACE,
    body: { metadata, spec: { podSelector: { matchLabels: { app: name } }, policyTypes: ['Egress'], egress: [{}] } },
  });
  try {
    await core.createNamespacedPod({ namespace: NAMESPACE, body: { metadata, spec: podThatRuns(image, knocking(knocks)) } });
    const phase = await eventually(
      async () => {
        const { status } = await core.readNamespacedPodStatus({ name, namespace: NAMESPACE });
        if (!ENDED.includes(status!.phase!)) throw new Error(`${name} is ${status!.phase}`);
        return status!.phase!;
      },
      { within: 120_000, every: 500 },
    );
    const said = await core.readNamespacedPodLog({ name, namespace: NAMESPACE });
    if (phase !== 'Succeeded') throw new Error(`${name}: ${said}`);
    return JSON.parse(said) as string[];
  } finally {
    await core.deleteNamespacedPod({ name, namespace: NAMESPACE, gracePeriodSeconds: 0 }).catch(() => undefined);
    await networking.deleteNamespacedNetworkPolicy({ name, namespace: NAMESPACE });
  }
}

const podThatRuns = (image: string, module: string) => ({
  restartPolicy: 'Never',
  automountServiceAccountToken: false,
  securityContext: { runAsNonRoot: true, runAsUser: 1_000, seccompProfile: { type: 'RuntimeDefault' } },
  containers: [
    {
      name: 'knock',
      image,
      command: ['node', '--input-type=module', '--eval', module],
      securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
      resources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '128Mi' } },
    },
  ],
});

const knocking = (knocks: readonly Knock[]): string => `
  import { connect } from 'node:net';
  const answered = await Promise.all(${JSON.stringify(knocks)}.map(({ name, host, port }) => new Promise((resolve) => {
    const socket = connect(port, host, () => socket.write('GET /health HTTP/1.1\\r\\nHost: ' + host + '\\r\\nConnection: close\\r\\n\\r\\n'));
    socket.once('data', () => { resolve(name); socket.destroy(); });
    socket.once('error', () => resolve());
    socket.once('close', () => resolve());
    socket.setTimeout(8000, () => socket.destroy());
  })));
  console.log(JSON.stringify(answered.filter(Boolean)));
`;
