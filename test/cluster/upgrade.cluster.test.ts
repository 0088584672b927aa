import { processNames } from '@catalog/local-runtime';
import { expect } from 'chai';
import { eventually } from '../support/eventually.ts';
import { allPods, ingressUrl } from './cluster.ts';
import { upgrade } from './helm.ts';
import { report, seconds } from './report.ts';
import { signIn } from './sign-in.ts';
import { everywhere, startLoad } from './steady-load.ts';

const PER_SECOND = 20;

describe('An upgrade', function () {
  this.timeout(1_200_000);

  it('of every service under load fails no request', async () => {
    const tag = process.env['NEXT_IMAGE_TAG'];
    const change = tag ? [`global.image.tag=${tag}`] : processNames.map((name) => `${name}.podAnnotations.upgraded=${Date.now()}-`);
    const gateway = await ingressUrl();
    const earlier = await names();
    const load = startLoad({ gateway, token: await signIn(gateway), perSecond: PER_SECOND, paths: everywhere, writes: true });
    const since = performance.now();
    await upgrade(...change);
    await allGone(earlier);
    report(`all pods were replaced within ${seconds(since)}`);
    const { sent, failed, failures, p50Ms, p99Ms } = await load.stop();
    report(`${sent} requests, ${failed} failed, p50 ${p50Ms} ms, p99 ${p99Ms} ms`);
    for (const failure of failures) report(failure);
    expect(failed).to.equal(0);
  });

  const names = async (): Promise<string[]> => {
    const running = await allPods();
    return running.filter(({ metadata }) => processNames.some((name) => name === metadata!.labels?.['app'])).map(({ metadata }) => metadata!.name!);
  };

  const allGone = (earlier: string[]): Promise<void> =>
    eventually(async () => {
      const now = await names();
      expect(earlier.filter((name) => now.includes(name)), 'still there').to.eql([]);
    }, { within: 120_000, every: 500 });
});
