import { KubernetesObjectApi } from '@kubernetes/client-node';
import { expect } from 'chai';
import { hireManager } from '../chaos/saga-manager.ts';
import { eventually } from '../support/eventually.ts';
import { allPods, config, core, ingressUrl, NAMESPACE } from './cluster.ts';
import { testRelease, uninstall, upgrade } from './helm.ts';
import { report, seconds } from './report.ts';

/** What a release is made of; Kubernetes and the mesh put some of their own beside it. */
const kinds = [
  ['v1', 'Service'],
  ['v1', 'ConfigMap'],
  ['v1', 'ServiceAccount'],
  ['v1', 'Secret'],
  ['v1', 'PersistentVolumeClaim'],
  ['apps/v1', 'Deployment'],
  ['apps/v1', 'StatefulSet'],
  ['batch/v1', 'Job'],
  ['autoscaling/v2', 'HorizontalPodAutoscaler'],
  ['policy/v1', 'PodDisruptionBudget'],
  ['networking.k8s.io/v1', 'NetworkPolicy'],
  ['rbac.authorization.k8s.io/v1', 'Role'],
  ['rbac.authorization.k8s.io/v1', 'RoleBinding'],
  ['security.istio.io/v1', 'AuthorizationPolicy'],
  ['security.istio.io/v1', 'PeerAuthentication'],
  ['security.istio.io/v1', 'RequestAuthentication'],
  ['networking.istio.io/v1', 'VirtualService'],
  ['networking.istio.io/v1', 'Gateway'],
  ['networking.istio.io/v1', 'Sidecar'],
  ['networking.istio.io/v1', 'DestinationRule'],
  ['telemetry.istio.io/v1', 'Telemetry'],
] as const;
const STAYS = ['Secret', 'PersistentVolumeClaim'];

describe('Uninstalling', function () {
  this.timeout(1_200_000);
  const api = KubernetesObjectApi.makeApiClient(config);

  async function inventory(): Promise<string[]> {
    const found = await Promise.all(
      kinds.map(async ([apiVersion, kind]) => {
        const { items } = await api.list(apiVersion, kind, NAMESPACE);
        return items.filter(({ metadata }) => isOurs(metadata!.labels)).map(({ metadata }) => `${kind} ${metadata!.name}`);
      }),
    );
    return found.flat().toSorted();
  }

  const isOurs = (labels: Record<string, string> = {}): boolean => labels['app.kubernetes.io/part-of'] === 'product-catalog';

  it('leaves the volumes and their Secrets alone, which the next installation takes up; and then nothing', async () => {
    const gateway = await ingressUrl();
    const manager = await hireManager({ urlOf: () => gateway, databaseOf: () => '' });
    const [offering] = await manager.drafts(1);
    await manager.publish(offering!);
    await shown(offering!.id);
    const staying = (await inventory()).filter((each) => STAYS.includes(each.split(' ')[0]!));
    await goAway();
    expect(await inventory()).to.eql(staying);
    report(`stayed: ${staying.join(', ')}`);

    const since = performance.now();
    await upgrade();
    report(`installed again and ready within ${seconds(since)}`);
    await shown(offering!.id);
    await testRelease();

    await goAway();
    expect(await inventory()).to.eql(staying);
    await core.deleteNamespace({ name: NAMESPACE });
    await eventually(
      async () => {
        const { items } = await core.listNamespace();
        expect(items.map(({ metadata }) => metadata!.name)).to.not.include(NAMESPACE);
      },
      { within: 120_000, every: 1_000 },
    );
  });

  const goAway = async () => {
    await uninstall();
    await eventually(async () => expect(await allPods()).to.eql([]), { within: 120_000, every: 500 });
  };

  const shown = (id: string) =>
    eventually(async () => expect((await fetch(`${await ingressUrl()}/api/v1/store/offerings/${id}`)).status).to.equal(200), {
      within: 30_000,
    });
});
