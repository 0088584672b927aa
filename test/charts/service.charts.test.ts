import { serviceNames } from '@catalog/contracts';
import { expect } from 'chai';
import { environmentOf, type Loose, podOf, render, type Rendered, template } from './render.ts';

describe('The chart of a service', () => {
  let plain: Rendered;
  before(async () => {
    plain = await render('pricing-service');
  });

  const deployment = (rendered: Rendered) => rendered.one('Deployment', 'pricing-service');

  it('gives it addresses by environment, and its passwords from Secrets alone', () => {
    expect(environmentOf(plain, 'pricing-service')).to.deep.include({
      SERVICE_NAME: 'pricing-service',
      PORT: '8004',
      DATABASE_PASSWORD: 'pricing-service/DATABASE_PASSWORD',
      DATABASE_URL: 'postgresql://pricing_service:$(DATABASE_PASSWORD)@postgres:5432/pricing_service',
      RABBITMQ_PASSWORD: 'rabbitmq/password',
      RABBITMQ_URL: 'amqp://catalog:$(RABBITMQ_PASSWORD)@rabbitmq:5672',
      CAMUNDA_URL: 'http://camunda:8080/engine-rest',
      JWKS_URL: 'http://identity-service:8001/api/v1/auth/jwks',
      ZIPKIN_URL: 'http://zipkin:9411',
      SAGA_LOCK_SECONDS: '60',
    });
  });

  it('meets the restricted Pod Security standard in every container', () => {
    const pod = podOf(deployment(plain));
    expect(pod.securityContext).to.deep.include({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    expect(pod.automountServiceAccountToken).to.equal(false);
    for (const container of [...pod.initContainers, ...pod.containers]) {
      expect(container.securityContext).to.deep.equal({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
    }
  });

  it('waits for the processor, and migrates where there is a database, before the service starts', async () => {
    const commands = (rendered: Rendered, service: string): string[][] =>
      podOf(rendered.one('Deployment', service)).initContainers.map(({ command }: Loose) => command.slice(1));
    const wait = ['../../packages/kubernetes/src/wait-for-processor.ts', '8', '240'];
    expect(commands(plain, 'pricing-service')).to.deep.equal([wait, ['../../packages/postgres/src/migrate-service.ts']]);
    expect(commands(await render('store-service'), 'store-service')).to.deep.equal([wait]);
  });

  it('waits for the processor only where that is wanted', async () => {
    const impatient = { waitForProcessor: { seconds: 0 } };
    expect(podOf(deployment(await render('pricing-service', impatient))).initContainers).to.have.length(1);
    expect(podOf((await render('store-service', impatient)).one('Deployment', 'store-service'))).to.not.have.property('initContainers');
  });

  it('asks for liveness without dependencies and for readiness with the database', () => {
    const [{ startupProbe, livenessProbe, readinessProbe }] = podOf(deployment(plain)).containers;
    const paths = [startupProbe, livenessProbe, readinessProbe].map((probe) => probe.httpGet.path as string);
    expect(paths).to.deep.equal(['/health/live', '/health/live', '/health/ready']);
  });

  it('leaves a pod that stops the time to be forgotten and to finish', () => {
    const {
      containers: [{ lifecycle }],
      terminationGracePeriodSeconds,
    } = podOf(deployment(plain));
    expect(terminationGracePeriodSeconds).to.be.above(lifecycle.preStop.sleep.seconds + 20);
    expect(deployment(plain).spec.strategy.rollingUpdate).to.deep.equal({ maxSurge: 1, maxUnavailable: 0 });
  });

  it("lets the autoscaler alone say how many replicas there are, by the CPU of the service's own container", () => {
    expect(deployment(plain).spec).to.not.have.property('replicas');
    const { metrics } = plain.one('HorizontalPodAutoscaler', 'pricing-service').spec;
    expect(metrics).to.have.length(1);
    expect(metrics[0].containerResource).to.deep.include({ name: 'cpu', container: podOf(deployment(plain)).containers[0].name });
  });

  it('has replicas of its own where autoscaling is off', async () => {
    const fixed = await render('pricing-service', { autoscaling: { enabled: false }, replicas: 4 });
    expect(deployment(fixed).spec.replicas).to.equal(4);
    expect(fixed.ofKind('HorizontalPodAutoscaler')).to.be.empty;
  });

  it('scales by messages waiting too where that is wanted', async () => {
    const { metrics } = (await render('pricing-service', { autoscaling: { queueDepth: { enabled: true, target: 50 } } })).one(
      'HorizontalPodAutoscaler',
      'pricing-service',
    ).spec;
    expect(metrics[1].external.target).to.deep.equal({ type: 'AverageValue', averageValue: '50' });
  });

  it('names the same callers to the network and to the mesh', () => {
    const [http] = plain.one('NetworkPolicy', 'pricing-service').spec.ingress;
    const byNetwork = http.from.map(
      ({ podSelector }: { podSelector: { matchLabels: { app: string } } }) => podSelector.matchLabels.app,
    ) as string[];
    const byMesh = plain.one('AuthorizationPolicy', 'pricing-service').spec.rules.map(principalOf) as string[];
    expect(byNetwork).to.deep.equal(['api-gateway', 'offering-service', 'store-service', 'pricing-service-test']);
    expect(byMesh).to.deep.equal(byNetwork.map((name) => `cluster.local/ns/catalog/sa/${name}`));
  });

  const principalOf = (rule: { from: { source: { principals: string[] } }[] }) => rule.from[0]!.source.principals[0];

  it('lets out only what it uses', () => {
    const { egress } = plain.one('NetworkPolicy', 'pricing-service').spec;
    const apps = egress.flatMap(({ to = [] }: { to?: { podSelector?: { matchLabels: { app: string } } }[] }) =>
      to.flatMap(({ podSelector }) => podSelector?.matchLabels.app ?? []),
    );
    expect(apps).to.deep.equal(['identity-service', 'postgres', 'rabbitmq', 'camunda', 'zipkin']);
  });

  it('shows everybody the public keys, and the token endpoint to the store alone', async () => {
    const { rules } = (await render('identity-service')).one('AuthorizationPolicy', 'identity-service').spec;
    const paths = Object.fromEntries(
      rules.map((rule: Loose) => [principalOf(rule)!.split('/').at(-1), rule.to?.[0].operation.paths ?? 'all']),
    );
    const keys = ['/api/v1/auth/jwks'];
    expect(paths).to.deep.equal({
      ...Object.fromEntries(serviceNames.filter((name) => name !== 'identity-service').map((name) => [name, keys])),
      'api-gateway': 'all',
      'store-service': [...keys, '/api/v1/auth/token'],
      'istio-ingressgateway': keys,
      'identity-service-test': ['/health/ready'],
    });
  });

  it('goes without what belongs to the mesh where there is none', async () => {
    const rendered = await render('pricing-service', { global: { mesh: { enabled: false } } });
    expect(rendered.all.map(({ kind }) => kind)).to.not.include.members(['AuthorizationPolicy']);
    expect(rendered.ofKind('VirtualService')).to.be.empty;
    expect(deployment(rendered).spec.template.metadata.annotations).to.include({ 'sidecar.istio.io/inject': 'false' });
  });

  it('has the mesh retry nothing', () => {
    expect(plain.one('VirtualService', 'pricing-service').spec.http[0].retries).to.deep.equal({ attempts: 0 });
  });

  it('uses servers elsewhere, and lets pods out to them', async () => {
    const rendered = await render('pricing-service', {
      global: {
        postgres: { host: 'db.example.com', port: 6432, parameters: 'sslmode=require', external: true },
        rabbitmq: { scheme: 'amqps', host: 'mq.example.com', port: 5671, vhost: 'catalog', secret: 'broker', external: true },
      },
    });
    expect(environmentOf(rendered, 'pricing-service')).to.include({
      DATABASE_URL: 'postgresql://pricing_service:$(DATABASE_PASSWORD)@db.example.com:6432/pricing_service?sslmode=require',
      RABBITMQ_URL: 'amqps://catalog:$(RABBITMQ_PASSWORD)@mq.example.com:5671/catalog',
      RABBITMQ_PASSWORD: 'broker/password',
    });
    const { egress } = rendered.one('NetworkPolicy', 'pricing-service').spec;
    expect(egress).to.deep.include.members([{ ports: [{ port: 6432 }] }, { ports: [{ port: 5671 }] }]);
  });

  it('takes secrets from one that is there already', async () => {
    const rendered = await render('pricing-service', { existingSecret: 'of-the-vault' });
    expect(rendered.ofKind('Secret')).to.be.empty;
    expect(environmentOf(rendered, 'pricing-service')).to.include({ DATABASE_PASSWORD: 'of-the-vault/DATABASE_PASSWORD' });
  });

  it('keeps generated secrets when it is uninstalled', () => {
    const secret = plain.one('Secret', 'pricing-service');
    expect(secret.metadata.annotations).to.deep.equal({ 'helm.sh/resource-policy': 'keep' });
    expect(Buffer.from(secret.data!['DATABASE_PASSWORD']!, 'base64').toString()).to.match(/^[A-Za-z0-9]{32}$/);
  });

  it('gives the identity service a key ring it can read', async () => {
    const rendered = await render('identity-service');
    const ring = Buffer.from(rendered.one('Secret', 'identity-service-signing-keys').data!['signing-keys.json']!, 'base64').toString();
    const { keys } = JSON.parse(ring) as { keys: { signs_from: string; private_key: string }[] };
    expect(keys).to.have.length(1);
    expect(keys[0]!.private_key).to.match(/^-----BEGIN RSA PRIVATE KEY-----\n/);
    expect(environmentOf(rendered, 'identity-service')).to.include({
      JWT_KEYS_SECRET: 'identity-service-signing-keys',
      SERVICE_CLIENTS: '{"store-service":"$(STORE_CLIENT_SECRET)"}',
      STORE_CLIENT_SECRET: 'store-service/CLIENT_SECRET',
    });
  });

  it('asks the API server for the key ring alone, and for EndpointSlices', async () => {
    const rulesOf = async (service: string, values: object = {}) => {
      const rendered = await render(service, values);
      const { egress } = rendered.one('NetworkPolicy', service).spec;
      expect(egress).to.deep.include({ ports: [{ port: 443 }, { port: 6443 }] });
      expect(podOf(rendered.one('Deployment', service)).automountServiceAccountToken).to.equal(true);
      return (rendered.one('Role', service) as Loose).rules;
    };
    const [secret, ...others] = await rulesOf('identity-service', { signingKeys: { existingSecret: 'of-the-vault' } });
    expect(others).to.eql([]);
    expect(secret).to.deep.include({ resources: ['secrets'], resourceNames: ['of-the-vault'] });
    expect(await rulesOf('api-gateway')).to.eql([{ apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['list'] }]);
    expect(plain.ofKind('Role')).to.be.empty;
  });

  it('is reached by an Ingress with TLS where that is wanted', async () => {
    const ingress = { enabled: true, className: 'nginx', host: 'shop.example.com', tls: { enabled: true, secretName: 'certificate' } };
    const { spec } = (await render('api-gateway', { ingress })).one('Ingress', 'api-gateway');
    expect(spec).to.deep.include({ ingressClassName: 'nginx', tls: [{ hosts: ['shop.example.com'], secretName: 'certificate' }] });
  });

  it('refuses a value that it does not know', async () => {
    const complaint = await template('pricing-service', { settings: { SAGA_LOCK_SECOND: 5 } }).then(() => 'none', String);
    expect(complaint).to.include('SAGA_LOCK_SECOND');
  });
});
