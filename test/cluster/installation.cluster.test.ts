import { processNames } from '@catalog/contracts';
import { runJourney } from '@catalog/local-runtime';
import { expect } from 'chai';
import { eventually } from '../support/eventually.ts';
import { allReady, ingressUrl, podsOf } from './cluster.ts';
import { testRelease } from './helm.ts';
import { report } from './report.ts';

describe('The catalog, installed', function () {
  this.timeout(600_000);

  it('is ready, and needed no second start of a service', async () => {
    await allReady(processNames);
    for (const name of processNames) {
      for (const { status } of await podsOf(name)) {
        const container = status!.containerStatuses!.find((each) => each.name === name)!;
        expect(container.restartCount, name).to.equal(0);
      }
    }
  });

  it('takes an offering through its life, from outside through the ingress', async () => {
    const steps: string[] = [];
    const { totalMs } = await runJourney({
      gateway: await ingressUrl(),
      admin: { username: 'admin', password: 'admin' },
      say: (line) => steps.push(line),
    });
    expect(steps).to.have.lengthOf(10);
    report(`journey through the ingress: ${(totalMs / 1_000).toFixed(1)} s`);
  });

  it('does so from inside too, by `helm test`', async () => {
    expect(await testRelease()).to.match(/TEST SUITE:\s+catalog-test\n.*\n.*\nPhase:\s+Succeeded/);
  });

  it('tells the replicas behind each service', async () => {
    const gateway = await ingressUrl();
    await eventually(async () => {
      const { dependencies } = (await (await fetch(`${gateway}/health/dependencies`)).json()) as {
        dependencies: Record<string, { replicas: { ready: number } }>;
      };
      expect(Object.keys(dependencies)).to.have.length(6);
      for (const name of Object.keys(dependencies)) expect(dependencies[name]?.replicas.ready, name).to.be.at.least(1);
    });
  });
});
