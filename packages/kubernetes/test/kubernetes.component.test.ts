import { expect } from 'chai';
import { eventually } from '../../../test/support/eventually.ts';
import { startStubKubernetes, type StubKubernetes } from '../../../test/support/stub-kubernetes.ts';
import { countReplicas, openSecret } from '../src/index.ts';

describe('What a service asks its cluster', () => {
  let cluster: StubKubernetes;
  const known = process.env['KUBECONFIG'];

  before(async () => {
    cluster = await startStubKubernetes();
    process.env['KUBECONFIG'] = cluster.kubeconfig;
  });

  after(async () => {
    if (known === undefined) delete process.env['KUBECONFIG'];
    else process.env['KUBECONFIG'] = known;
    await cluster.stop();
  });

  afterEach(() => cluster.refuseEverything(false));

  const never = new AbortController().signal;
  const failed = (work: Promise<unknown>) =>
    work.then(
      () => 'it did not fail',
      (error: Error) => error.message,
    );

  it('is what a Secret says, and again when that changed', async () => {
    cluster.putSecret('ring', { text: 'one' });
    const secret = await openSecret('ring');
    expect([await secret.read('text'), await secret.read('other')]).to.eql(['one', undefined]);
    const changed = secret.changed(never);
    await eventually(() => expect(cluster.watchers()).to.equal(1));
    cluster.putSecret('another', { text: 'no concern of ours' });
    cluster.putSecret('ring', { text: 'two' });
    await changed;
    expect(await secret.read('text')).to.equal('two');
    await eventually(() => expect(cluster.watchers(), 'it still watches').to.equal(0));
  });

  it('has changed, too, if that was before anybody watched', async () => {
    cluster.putSecret('ring', { text: 'one' });
    const secret = await openSecret('ring');
    await secret.read('text');
    cluster.putSecret('ring', { text: 'two' });
    await secret.changed(never);
  });

  it('is not waited for when the service stops', async () => {
    cluster.putSecret('ring', { text: 'one' });
    const secret = await openSecret('ring');
    await secret.read('text');
    const stop = new AbortController();
    const changed = secret.changed(stop.signal);
    await eventually(() => expect(cluster.watchers()).to.equal(1));
    stop.abort();
    await changed;
    await secret.changed(stop.signal);
    await eventually(() => expect(cluster.watchers()).to.equal(0));
  });

  it('may be refused, or not be there', async () => {
    const secret = await openSecret('nothing');
    expect(await failed(secret.read('text'))).to.include('404');
    cluster.refuseEverything(true);
    expect(await failed(secret.read('text'))).to.include('403');
    expect(await failed(secret.changed(never))).to.include('Forbidden');
  });

  it('is how many pods are behind a Service, each once, and how many are ready', async () => {
    cluster.putSlices([
      {
        service: 'pricing-service',
        endpoints: [
          { pod: 'a', ready: true },
          { pod: 'b', ready: false },
        ],
      },
      { service: 'pricing-service', endpoints: [{ pod: 'a', ready: true }] },
      { service: 'elsewhere', endpoints: [{ pod: 'c', ready: true }] },
    ]);
    const count = await countReplicas(['pricing-service', 'store-service']);
    expect(await count()).to.eql({ 'pricing-service': { ready: 1, total: 2 }, 'store-service': { ready: 0, total: 0 } });
    cluster.refuseEverything(true);
    expect(await failed(count())).to.include('403');
  });
});
