import { expect } from 'chai';
import { eventually } from '../../../test/support/eventually.ts';
import { startStubKubernetes } from '../../../test/support/stub-kubernetes.ts';
import { names, openStage, type Stage } from './stage.ts';
import { echo, json } from './stub-upstreams.ts';

describe('What the gateway answers itself', () => {
  let stage: Stage, stubs: Stage['stubs'], call: Stage['call'], startGateway: Stage['startGateway'];

  before(async () => {
    stage = await openStage();
    ({ stubs, call, startGateway } = stage);
  });

  after(async () => {
    expect(await stage.stop()).to.equal(0);
  });

  it('lets nobody cache its own answers, except the files of the documentation', async () => {
    for (const path of [
      '/',
      '/docs',
      '/docs/start.js',
      '/health/dependencies',
      '/api/v1/prices',
      '/api/v1/prices/1/lock',
      '/api/v1/catalog/offerings/1/full',
    ]) {
      expect([path, (await call(path)).headers.get('cache-control')]).to.eql([path, 'no-store']);
    }
    expect((await call('/docs/swagger-ui.css')).headers.get('cache-control')).to.equal('public, max-age=3600');
    stubs.store.answerWith(json('{}', 200, { 'cache-control': 'public, max-age=5' }));
    expect((await call('/api/v1/store/search')).headers.get('cache-control')).to.equal('public, max-age=5');
    stubs.store.answerWith(echo);
  });

  it('lets pages of allowed origins call', async () => {
    const origin = 'http://localhost:3000';
    const preflight = await call('/api/v1/prices/1', {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'PUT', 'access-control-request-headers': 'authorization,if-match' },
    });
    expect(preflight.status).to.equal(204);
    expect(preflight.headers.get('access-control-allow-origin')).to.equal(origin);
    expect(preflight.headers.get('access-control-allow-headers')).to.contain('If-Match');
    const refusal = await call('/api/v1/prices', { headers: { origin } });
    expect([refusal.status, refusal.headers.get('access-control-allow-origin')]).to.eql([401, origin]);
    expect(refusal.headers.get('access-control-expose-headers')).to.contain('X-Correlation-ID');
    const foreign = await call('/api/v1/store/search', { headers: { origin: 'http://evil.example' } });
    expect(foreign.headers.get('access-control-allow-origin')).to.equal(null);
  });

  it('shows the documentation of all services on one page, from its own files', async () => {
    stubs.store.answerWith(json('{"openapi":"3.1.0"}'));
    const page = await call('/docs');
    expect(page.status).to.equal(200);
    expect(page.headers.get('content-security-policy')).to.contain("default-src 'self'").and.not.to.contain('upgrade-insecure-requests');
    for (const [, path] of page.text.matchAll(/(?:src|href)="([^"]+)"/g)) {
      expect(path).to.match(/^\/docs\//);
      const asset = await fetch(stage.gateway.url + path);
      expect([path, asset.status]).to.eql([path, 200]);
      await asset.arrayBuffer();
    }
    const start = (await call('/docs/start.js')).text;
    expect(start).to.contain('/docs/store-service/openapi.json').and.to.contain('persistAuthorization: false');
    expect((await call('/docs/store-service/openapi.json')).body).to.eql({ openapi: '3.1.0' });
    expect((await call('/docs/api-gateway/openapi.json')).body.paths).to.have.keys(
      '/health/dependencies',
      '/api/v1/catalog/offerings/{id}/full',
    );
    expect((await call('/docs/package.json')).status).to.equal(404);
    stubs.store.answerWith(echo);
  });

  it('reports its own health without asking the services, and theirs by asking them', async () => {
    expect((await call('/health')).body).to.eql({ status: 'healthy', dependencies: {} });
    expect((await call('/health/ready')).status).to.equal(200);
    for (const name of names) stubs[name].answerWith(json('{"status":"healthy"}'));
    stubs.store.answerWith(json('{"status":"degraded"}'));
    const { dependencies } = await eventually(async () => {
      const { body } = await call('/health/dependencies');
      expect(body.dependencies['pricing-service'].status).to.equal('healthy');
      return body;
    });
    expect(Object.keys(dependencies).length).to.equal(6);
    expect(dependencies['store-service']).to.deep.include({ status: 'degraded', circuit: 'closed' });
    expect(dependencies['pricing-service'].latency_ms).to.be.a('number');
    expect(dependencies['pricing-service'].replicas).to.equal(null);
    for (const name of names) stubs[name].answerWith(echo);
  });

  it('asks the services for their health once a second at most', async () => {
    const looks = () => stubs.pricing.received.filter(({ url }) => url === '/health').length;
    const [before, start] = [looks(), performance.now()];
    for (let i = 0; i < 5; i += 1) await Promise.all(Array.from({ length: 10 }, () => call('/health/dependencies')));
    expect(looks() - before).to.be.within(0, 2 + Math.floor((performance.now() - start) / 1_000));
  });

  it('reports the replicas of a service while the cluster can be asked, and everything else in any case', async () => {
    const cluster = await startStubKubernetes();
    cluster.putSlices([
      {
        service: 'pricing-service',
        endpoints: [
          { pod: 'a', ready: true },
          { pod: 'b', ready: false },
        ],
      },
    ]);
    const at = await startGateway({ COUNT_REPLICAS: 'true', KUBECONFIG: cluster.kubeconfig });
    const replicas = async () => (await call('/health/dependencies', { at })).body.dependencies['pricing-service'].replicas as unknown;
    try {
      await eventually(async () => expect(await replicas()).to.eql({ ready: 1, total: 2 }));
      cluster.refuseEverything(true);
      await eventually(async () => expect(await replicas()).to.equal(null));
    } finally {
      expect(await at.stop()).to.equal(0);
      await cluster.stop();
    }
  });
});
