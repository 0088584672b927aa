import { usersOf } from '@catalog/contracts';
import { runJourney } from '@catalog/local-runtime';
import { expect } from 'chai';
import { eventually } from '../support/eventually.ts';
import { allReady, ingressUrl, isReady, podsOf, runInside, scaleStatefulSet } from './cluster.ts';
import { report, seconds } from './report.ts';

const withBroker = usersOf('rabbitmq');
const withDatabase = usersOf('postgres');

describe('Readiness', function () {
  this.timeout(600_000);

  const journey = async () => runJourney({ gateway: await ingressUrl(), admin: { username: 'admin', password: 'admin' }, say: () => {} });
  const healthOf = async (service: string) =>
    (
      JSON.parse(await runInside(service, 'console.log(await (await fetch(`http://127.0.0.1:${process.env.PORT}/health`)).text())')) as {
        status: string;
      }
    ).status;
  const readyOf = async (services: readonly string[]) =>
    (await Promise.all(services.map(async (name) => ((await podsOf(name)).every(isReady) ? [name] : [])))).flat();

  afterEach(async () => {
    for (const name of ['rabbitmq', 'postgres']) await scaleStatefulSet(name, 1);
    await allReady([...withBroker, 'identity-service', 'rabbitmq', 'postgres', 'camunda']);
  });

  it('outlives the broker: degraded services stay ready, and are healthy again when it is back', async () => {
    await scaleStatefulSet('rabbitmq', 0);
    for (const name of withBroker)
      await eventually(async () => expect(await healthOf(name), name).to.equal('degraded'), { within: 90_000, every: 500 });
    expect(await readyOf(withBroker)).to.eql(withBroker);
    await scaleStatefulSet('rabbitmq', 1);
    for (const name of withBroker)
      await eventually(async () => expect(await healthOf(name), name).to.equal('healthy'), { within: 180_000, every: 500 });
    await journey();
  });

  it('goes with the database, and comes back with it by itself', async () => {
    await scaleStatefulSet('postgres', 0);
    const gone = performance.now();
    await eventually(async () => expect(await readyOf(withDatabase)).to.eql([]), { within: 120_000, every: 500 });
    report(`nobody with a database was ready ${seconds(gone)} after it was told to go`);
    await scaleStatefulSet('postgres', 1);
    const back = performance.now();
    await allReady(withDatabase);
    report(`all were ready ${seconds(back)} after it was told to come back`);
    await allReady(['camunda']);
    await journey();
  });
});
