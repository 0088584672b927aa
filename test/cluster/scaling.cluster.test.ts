import { expect } from 'chai';
import { eventually } from '../support/eventually.ts';
import { autoscaling, core, ingressUrl, NAMESPACE } from './cluster.ts';
import { report, seconds } from './report.ts';
import { signIn } from './sign-in.ts';
import { startLoad } from './steady-load.ts';

const SERVICE = 'store-service';
/** Takes more processor time than one replica requests, and less than a small node has. */
const SEARCHES_PER_SECOND = 20;

describe('The autoscaler', function () {
  this.timeout(900_000);

  const wanted = async () =>
    (await autoscaling.readNamespacedHorizontalPodAutoscalerStatus({ name: SERVICE, namespace: NAMESPACE })).status!.desiredReplicas;

  it('gives the store replicas under load, and takes them away afterwards', async () => {
    const gateway = await ingressUrl();
    await eventually(async () => expect(await wanted()).to.equal(1), { within: 400_000, every: 2_000 });
    const load = startLoad({
      gateway,
      token: await signIn(gateway),
      perSecond: SEARCHES_PER_SECOND,
      paths: ['/api/v1/store/search?query=fibre&sort=price'],
    });
    const started = performance.now();
    try {
      await eventually(async () => expect(await wanted()).to.be.above(1), { within: 240_000, every: 1_000 });
      report(`more than one replica after ${seconds(started)} of load`);
    } finally {
      const { sent, failed, failures, p99Ms } = await load.stop();
      report(`${sent} searches, ${failed} failed, p99 ${p99Ms} ms`);
      for (const failure of failures) report(failure);
    }
    const ended = performance.now();
    await eventually(async () => expect(await wanted()).to.equal(1), { within: 600_000, every: 2_000 });
    report(`one replica again ${seconds(ended)} after it`);
    const { items } = await core.listNamespacedEvent({
      namespace: NAMESPACE,
      fieldSelector: `involvedObject.kind=HorizontalPodAutoscaler,involvedObject.name=${SERVICE}`,
    });
    for (const { reason, message } of items.filter((event) => event.reason === 'SuccessfulRescale')) report(`${reason}: ${message}`);
  });
});
