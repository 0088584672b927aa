import { processNames } from '@catalog/contracts';
import { expect } from 'chai';
import { eventually } from '../support/eventually.ts';
import { allPods, core, ingressUrl, NAMESPACE, podsOf } from './cluster.ts';
import { upgrade } from './helm.ts';
import { startHog } from './processor-hog.ts';
import { report, seconds } from './report.ts';
import { signIn } from './sign-in.ts';
import { everywhere, type Outcome, startLoad } from './steady-load.ts';

const PER_SECOND = 20;
/** Of all requests, while something else takes half of the processors. */
const MOST_FAILED_ON_A_BUSY_NODE = 0.02;

describe('An upgrade of every service under load', function () {
  this.timeout(1_800_000);

  it('fails no request', async () => {
    const { failed } = await upgradeUnderLoad();
    expect(failed).to.equal(0);
  });

  it('fails few requests beside a processor hog, and opens no circuit', async function () {
    const hog = startHog();
    if (!hog) return this.skip();
    try {
      const { sent, failed } = await upgradeUnderLoad();
      expect(failed / sent).to.be.below(MOST_FAILED_ON_A_BUSY_NODE);
      expect(await opened()).to.eql([]);
    } finally {
      await hog.stop();
    }
  });

  async function upgradeUnderLoad(): Promise<Outcome> {
    const tag = process.env['NEXT_IMAGE_TAG'];
    const change = tag ? [`global.image.tag=${tag}`] : processNames.map((name) => `${name}.podAnnotations.upgraded=${Date.now()}-`);
    const gateway = await ingressUrl();
    const earlier = await names();
    const load = startLoad({ gateway, token: await signIn(gateway), perSecond: PER_SECOND, paths: everywhere, writes: true });
    const since = performance.now();
    await upgrade(...change);
    await allGone(earlier);
    report(`all pods were replaced within ${seconds(since)}`);
    const outcome = await load.stop();
    const { sent, failed, failures, p50Ms, p99Ms } = outcome;
    report(`${sent} requests, ${failed} failed, p50 ${p50Ms} ms, p99 ${p99Ms} ms`);
    for (const failure of failures) report(failure);
    return outcome;
  }

  const names = async (): Promise<string[]> => {
    const running = await allPods();
    return running
      .filter(({ metadata }) => processNames.some((name) => name === metadata!.labels?.['app']))
      .map(({ metadata }) => metadata!.name!);
  };

  const allGone = (earlier: string[]): Promise<void> =>
    eventually(
      async () => {
        const now = await names();
        expect(
          earlier.filter((name) => now.includes(name)),
          'still there',
        ).to.eql([]);
      },
      { within: 120_000, every: 500 },
    );

  /** What the gateway's pods that are there now say of circuits they opened. */
  async function opened(): Promise<string[]> {
    const logs = await Promise.all(
      (await podsOf('api-gateway')).map(({ metadata }) =>
        core.readNamespacedPodLog({ name: metadata!.name!, namespace: NAMESPACE, container: 'api-gateway' }),
      ),
    );
    return logs.flatMap((log) => log.split('\n')).filter((line) => line.includes('"Circuit changed"') && line.includes('"open"'));
  }
});
