import { expect } from 'chai';
import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { settingsOf } from '../../charts/schemas/all-schemas.ts';
import { environmentOf, type Loose, podOf, render, type Rendered, type Resource } from './render.ts';

const services = Object.keys(settingsOf);
const servers = ['postgres', 'rabbitmq', 'mongodb', 'elasticsearch', 'camunda', 'zipkin'];

describe('The chart of the whole catalog', () => {
  let whole: Rendered, onOneMachine: Rendered;
  before(async () => {
    [whole, onOneMachine] = await Promise.all([render('catalog'), render('catalog', {}, 'catalog/values-kind.yaml')]);
  });

  const workloads = (rendered: Rendered): Resource[] => rendered.all.filter((each) => podOf(each)?.containers !== undefined);

  it('has every service and every server, each once', () => {
    const names = workloads(whole).map(({ metadata }) => metadata.name.replace(/^postgres-databases-.*/, 'postgres-databases'));
    expect(names.toSorted()).to.deep.equal([...services, ...servers, 'postgres-databases', 'catalog-test'].toSorted());
  });

  it('has a network policy and, in the mesh, somebody to name its callers for each of them', () => {
    for (const name of [...services, ...servers]) {
      expect(whole.has('NetworkPolicy', name), name).to.equal(true);
      expect(whole.has('AuthorizationPolicy', name), name).to.equal(true);
      expect(whole.has('ServiceAccount', name), name).to.equal(true);
    }
    expect(whole.one('NetworkPolicy', 'default-deny').spec).to.deep.equal({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
    expect(whole.one('AuthorizationPolicy', 'deny-all').spec).to.deep.equal({});
  });

  it('lets in only whom each caller may call: who calls is called back by nobody it does not name', () => {
    for (const name of services) {
      const { egress } = whole.one('NetworkPolicy', name).spec;
      const reached = egress.flatMap(({ to = [] }: Loose) =>
        to.flatMap(({ podSelector }: Loose) => podSelector?.matchLabels.app ?? []),
      ) as string[];
      for (const other of reached.filter((each) => each !== 'zipkin' && (services.includes(each) || servers.includes(each)))) {
        const admitted = whole
          .one('NetworkPolicy', other)
          .spec.ingress.flatMap(({ from }: Loose) =>
            from.flatMap(({ podSelector }: Loose) => podSelector?.matchLabels.app ?? []),
          ) as string[];
        expect(admitted, `${other} admits ${name}`).to.include(name);
        const principals = JSON.stringify(whole.one('AuthorizationPolicy', other).spec.rules);
        expect(principals, `${other} admits ${name} in the mesh`).to.include(`/sa/${name}"`);
      }
    }
  });

  it('lets Prometheus in where the sidecar of each tells its metrics', () => {
    for (const name of [...services, ...servers]) {
      const admitted = whole
        .one('NetworkPolicy', name)
        .spec.ingress.filter(({ ports }: Loose) => ports.some(({ port }: Loose) => port === 15020));
      expect(
        admitted.map(({ from }: Loose) => from),
        name,
      ).to.deep.equal([[{ podSelector: { matchLabels: { app: 'prometheus' } } }]]);
    }
  });

  it('admits nothing without a certificate, and sends what comes from outside to the API gateway or the web pages', () => {
    expect(whole.one('PeerAuthentication', 'default').spec).to.deep.equal({ mtls: { mode: 'STRICT' } });
    const { spec } = whole.one('VirtualService', 'catalog');
    const retries = { attempts: 0 };
    expect(spec.http).to.deep.equal([
      {
        match: ['/api/', '/health', '/docs'].map((prefix) => ({ uri: { prefix } })),
        route: [{ destination: { host: 'api-gateway', port: { number: 8000 } } }],
        retries,
      },
      { route: [{ destination: { host: 'web-ui', port: { number: 3000 } } }], retries },
    ]);
    const keys = whole.one('RequestAuthentication', 'catalog');
    expect(keys.metadata.namespace).to.equal('istio-system');
    expect(keys.spec.jwtRules[0].jwksUri).to.equal('http://identity-service.catalog.svc.cluster.local:8001/api/v1/auth/jwks');
    expect(whole.one('Telemetry', 'default').spec.tracing[0].providers).to.deep.equal([{ name: 'zipkin' }]);
  });

  it('lets the web pages reach the API gateway alone, and each browser the same replica of them', () => {
    const { egress } = whole.one('NetworkPolicy', 'web-ui').spec;
    const reached = egress.flatMap(({ to = [] }: Loose) =>
      to.flatMap(({ podSelector }: Loose) => podSelector?.matchLabels.app ?? []),
    ) as string[];
    expect(reached).to.deep.equal(['api-gateway', 'zipkin']);
    expect(environmentOf(whole, 'web-ui'))
      .to.include({ API_GATEWAY_URL: 'http://api-gateway:8000', PORT: '3000' })
      .and.to.not.have.property('JWKS_URL');
    expect(whole.one('DestinationRule', 'web-ui').spec.trafficPolicy.loadBalancer.consistentHash.httpCookie.name).to.equal(
      'catalog_replica',
    );
  });

  it('serves HTTPS at the edge where that is wanted', async () => {
    const tls = { enabled: true, credentialName: 'certificate' };
    const {
      servers: [http, https],
    } = (await render('catalog', { mesh: { gateway: { hosts: ['shop.example.com'], tls } } })).one('Gateway', 'catalog').spec;
    expect(http.tls).to.deep.equal({ httpsRedirect: true });
    expect(https.tls).to.deep.include({ mode: 'SIMPLE', credentialName: 'certificate' });
  });

  it('has nothing of the mesh where there is none', async () => {
    const without = await render('catalog', { global: { mesh: { enabled: false } } });
    const apis = [
      'AuthorizationPolicy',
      'PeerAuthentication',
      'VirtualService',
      'Gateway',
      'RequestAuthentication',
      'Telemetry',
      'Sidecar',
      'DestinationRule',
    ];
    expect(without.all.filter(({ kind }) => apis.includes(kind)).map(({ metadata }) => metadata.name)).to.deep.equal([]);
    expect(JSON.stringify(without.all)).to.not.include('"port":15012');
  });

  it('makes a database with a role of its own for every service that has one, and for the engine', () => {
    const [container] = podOf(whole.ofKind('Job')[0]!).containers;
    const roles = container.env.flatMap(({ name, valueFrom }: Loose) =>
      name.startsWith('PASSWORD_OF_') ? `${name.slice(12)} ${valueFrom.secretKeyRef.name}` : [],
    );
    const withDatabase = services.filter((name) => 'DATABASE_URL' in environmentOf(whole, name));
    expect(roles.toSorted()).to.deep.equal(
      [...withDatabase.map((name) => `${name.replace('-', '_')} ${name}`), 'camunda camunda'].toSorted(),
    );
    for (const name of [...withDatabase, 'camunda']) expect(whole.one('Secret', name).data).to.have.property('DATABASE_PASSWORD');
  });

  it('names the Job by all that it is, since a Job cannot be changed', async () => {
    const name = async (values: object) => (await render('backing-services', values)).ofKind('Job')[0]!.metadata.name;
    const first = await name({});
    expect(await name({})).to.equal(first);
    for (const other of [{ postgres: { databases: [{ role: 'web_ui', secret: 'web-ui' }] } }, { global: { mesh: { enabled: false } } }]) {
      expect(await name(other)).to.not.equal(first);
    }
  });

  it('runs without servers of its own', async () => {
    const without = await render('catalog', {
      servers: { enabled: false },
      global: { postgres: { host: 'db.example.com', external: true } },
    });
    expect(without.ofKind('StatefulSet')).to.be.empty;
    expect(without.has('Deployment', 'pricing-service')).to.equal(true);
  });

  it('is all restricted, without a token for the API server where it asks it nothing, and limited in memory', () => {
    const asking = ['api-gateway', 'identity-service'];
    for (const workload of workloads(whole)) {
      const pod = podOf(workload);
      expect(pod.automountServiceAccountToken, workload.metadata.name).to.equal(asking.includes(workload.metadata.name));
      expect(pod.securityContext, workload.metadata.name).to.deep.include({
        runAsNonRoot: true,
        seccompProfile: { type: 'RuntimeDefault' },
      });
      for (const { securityContext, resources } of [...(pod.initContainers ?? []), ...pod.containers]) {
        expect(securityContext, workload.metadata.name).to.deep.include({
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'] },
        });
        expect(resources.limits, workload.metadata.name).to.have.property('memory');
      }
    }
  });

  it('fits a laptop: on one machine seven services and the web pages request 1.2 CPU at most and are limited to 6.5 GiB, sidecars included', () => {
    const moreServices = services.length - 8;
    const lasting = onOneMachine.all.filter(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet');
    const containers = lasting.flatMap((each) => podOf(each).containers as { resources: Amounts }[]);
    const sidecars = lasting.map(({ spec }) => sidecarOf(spec.template.metadata.annotations));
    const all = [...containers.map(({ resources }) => resources), ...sidecars];
    expect(sumOf(all.map(({ requests }) => milliCpu(requests.cpu)))).to.be.at.most(1_200 + moreServices * 60);
    expect(sumOf(all.map(({ limits }) => mebibytes(limits.memory)))).to.be.below(6.5 * 1024 + moreServices * 344);
    expect(onOneMachine.ofKind('HorizontalPodAutoscaler').map(({ spec }) => spec.minReplicas)).to.deep.equal(services.map(() => 1));
  });

  type Amounts = { requests: { cpu: string }; limits: { memory: string } };

  const sidecarOf = (annotations: Record<string, string>): Amounts => ({
    requests: { cpu: annotations['sidecar.istio.io/proxyCPU']! },
    limits: { memory: annotations['sidecar.istio.io/proxyMemoryLimit']! },
  });

  const sumOf = (amounts: number[]): number => amounts.reduce((sum, amount) => sum + amount, 0);

  function milliCpu(amount: string): number {
    return amount.endsWith('m') ? Number(amount.slice(0, -1)) : Number(amount) * 1_000;
  }

  function mebibytes(amount: string): number {
    const [, count, unit] = /^(\d+)(Mi|Gi)$/.exec(amount)!;
    return Number(count) * (unit === 'Gi' ? 1_024 : 1);
  }

  it('has demo users on one machine alone', () => {
    expect(environmentOf(whole, 'identity-service')).to.include({
      ENVIRONMENT: 'production',
      INITIAL_ADMIN_PASSWORD: 'identity-service/INITIAL_ADMIN_PASSWORD',
    });
    expect(environmentOf(onOneMachine, 'identity-service')).to.include({ ENVIRONMENT: 'demo' });
  });

  it('tests itself with a journey from inside, whose pod only the API gateway admits', () => {
    const pod = whole.one('Pod', 'catalog-test');
    expect(pod.metadata.annotations).to.include({ 'helm.sh/hook': 'test' });
    for (const name of services) {
      const admits = JSON.stringify(whole.one('NetworkPolicy', name).spec.ingress).includes('catalog-test');
      expect(admits, name).to.equal(name === 'api-gateway');
    }
  });
});

describe('What watches the catalog', () => {
  it('has the rules, the dashboards and the data sources that compose has', async () => {
    const all = await render('observability', { prometheus: { enabled: true }, grafana: { enabled: true } });
    const filesIn = (pattern: string) =>
      Object.fromEntries(globSync(`observability/${pattern}`).map((file) => [basename(file), readFileSync(file, 'utf8').trim()]));
    const dataOf = (name: string, ...others: string[]) =>
      Object.fromEntries(
        Object.entries(all.one('ConfigMap', name).data!)
          .filter(([file]) => !others.includes(file))
          .map(([file, content]) => [file, content.trim()]),
      );
    expect(dataOf('prometheus', 'prometheus.yml')).to.eql(filesIn('prometheus/*.rules.yml'));
    expect(dataOf('grafana-dashboards')).to.eql(filesIn('grafana/dashboards/*.json'));
    expect(dataOf('grafana')).to.eql(filesIn('grafana/provisioning/*/*.yml'));
  });

  it('is Zipkin alone unless more is wanted', async () => {
    const plain = await render('observability');
    expect(plain.ofKind('Deployment').map(({ metadata }) => metadata.name)).to.deep.equal(['zipkin']);
    expect((await render('observability', { zipkin: { enabled: false } })).all).to.deep.equal([]);
  });

  it('lets Prometheus find pods, Kiali read the mesh, and neither change anything', async () => {
    const all = await render('observability', { prometheus: { enabled: true }, grafana: { enabled: true }, kiali: { enabled: true } });
    const verbs = all
      .ofKind('Role')
      .flatMap((role) => (role as unknown as { rules: { verbs: string[] }[] }).rules.flatMap((rule) => rule.verbs));
    expect([...new Set(verbs)].toSorted()).to.deep.equal(['get', 'list', 'watch']);
    expect(all.one('ConfigMap', 'prometheus').data!['prometheus.yml']).to.include('names: [catalog]');
    expect(podOf(all.one('StatefulSet', 'prometheus')).automountServiceAccountToken).to.equal(true);
  });
});
