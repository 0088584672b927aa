import { connectEventBus, type EventBus } from '@catalog/event-bus';
import { registry } from '@catalog/observability';
import { expect } from 'chai';
import { eventually } from '../../../test/support/eventually.ts';
import { createTestVhost, type TestVhost } from '../../../test/support/rabbitmq.ts';
import { aPriceEvent, outgoing } from './price-event.ts';
import { PRICES_QUEUE, subscribeToPrices } from './quiet-subscriber.ts';

describe('the metrics of a subscriber', () => {
  let vhost: TestVhost, bus: EventBus;
  before(async () => {
    vhost = await createTestVhost();
    bus = await connectEventBus({ url: vhost.url, service: 'test', settings: { retryDelaysMs: [20] } });
  });
  after(async () => {
    await bus.close();
    await vhost.delete();
  });

  type Values = { value: number; labels: Record<string, string>; metricName?: string }[];
  const valuesOf = async (name: string) => (await registry.getSingleMetric(name)!.get()).values as Values;
  const ofQueue = async (name: string, labels: Record<string, string> = {}) =>
    (await valuesOf(name)).find(
      (one) => one.labels['queue'] === PRICES_QUEUE && Object.entries(labels).every(([label, value]) => one.labels[label] === value),
    )?.value ?? 0;
  const counted = async (outcome: string) => ofQueue('event_bus_consumed_events_total', { outcome });

  it('tell what was handled, retried and given up, how late events are, and what waits', async () => {
    const before = { handled: await counted('handled'), retried: await counted('retried'), dead: await counted('dead') };
    const lags = async () =>
      (await valuesOf('event_bus_lag_seconds')).find(
        ({ metricName, labels }) => metricName === 'event_bus_lag_seconds_count' && labels['queue'] === PRICES_QUEUE,
      )?.value ?? 0;
    const lagsBefore = await lags();
    const [good, bad] = [aPriceEvent(), aPriceEvent()];
    await subscribeToPrices(bus, async ({ event_id }) => {
      if (event_id === bad.event_id) throw new Error('not to be handled');
    });
    await bus.publish([outgoing(good), outgoing(bad)]);
    await eventually(async () => {
      expect({ handled: await counted('handled'), retried: await counted('retried'), dead: await counted('dead') }).to.eql({
        handled: before.handled + 1,
        retried: before.retried + 1,
        dead: before.dead + 1,
      });
    });
    expect(await lags()).to.equal(lagsBefore + 1);
    // Read for the first time here: an answer of the broker is kept for some seconds.
    expect(await ofQueue('event_bus_dead_letters')).to.equal(1);
    expect(await ofQueue('event_bus_queue_messages')).to.equal(0);
    expect((await valuesOf('event_bus_connections')).find(({ labels }) => labels['role'] === 'consumer')?.value).to.be.at.least(1);
  });

  it('show no queue any more once it is consumed no more', async () => {
    await bus.stopConsuming();
    expect((await valuesOf('event_bus_dead_letters')).filter(({ labels }) => labels['queue'] === PRICES_QUEUE)).to.eql([]);
  });
});
