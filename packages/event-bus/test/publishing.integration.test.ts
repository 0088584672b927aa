import { BrokerUnavailable, connectEventBus, type EventBus } from '@catalog/event-bus';
import { connect } from 'amqplib';
import { expect } from 'chai';
import { eventually } from '../../../test/support/eventually.ts';
import { createTestVhost, type TestVhost } from '../../../test/support/rabbitmq.ts';
import { startCuttableProxy } from '../../../test/support/cuttable-proxy.ts';
import { aPriceEvent, outgoing } from './price-event.ts';
import { PRICES_QUEUE, subscribeToPrices } from './quiet-subscriber.ts';

const FAST = { reconnect: { first: 10, limit: 50 } };

describe('publishing events', () => {
  let vhost: TestVhost;
  const buses: EventBus[] = [];

  before(async () => {
    vhost = await createTestVhost();
  });
  after(() => vhost.delete());
  afterEach(() => Promise.all(buses.splice(0).map((bus) => bus.close())));

  async function connected(url = vhost.url): Promise<EventBus> {
    const bus = await connectEventBus({ url, service: 'test', settings: FAST });
    buses.push(bus);
    return bus;
  }

  async function received(bus: EventBus): Promise<string[]> {
    const seen: string[] = [];
    await subscribeToPrices(bus, async ({ event_id }) => {
      seen.push(event_id);
    });
    return seen;
  }

  it('confirms a batch, message by message, and a message that no queue takes is not among the confirmed', async () => {
    const bus = await connected();
    const events = [aPriceEvent(), aPriceEvent(), aPriceEvent()];
    const [one, lost, other] = events.map((event, index) => outgoing(event, index === 1 ? 'nobody.listens.events' : undefined));
    const results = await bus.publish([one, lost, other].filter((message) => message !== undefined));
    expect(results).to.deep.equal([{ ok: true }, { ok: false, error: 'no queue takes it (returned by the broker)' }, { ok: true }]);
    const seen = await received(bus);
    await eventually(() => expect(seen).to.have.members([events[0]?.event_id, events[2]?.event_id]));
    expect(await bus.publish([])).to.deep.equal([]);
  });

  it('confirms five hundred at once', async () => {
    const bus = await connected();
    const seen = await received(bus);
    const events = Array.from({ length: 500 }, () => aPriceEvent());
    const results = await bus.publish(events.map((event) => outgoing(event)));
    expect(results.every(({ ok }) => ok)).to.equal(true);
    await eventually(() => expect(new Set(seen).size).to.equal(500));
  });

  it('starts without a broker, throws while there is none, and works when it comes; consumers too', async () => {
    const proxy = await startCuttableProxy(vhost.url);
    await proxy.cut();
    const bus = await connected(proxy.url);
    const seen = await received(bus);
    expect(bus.connected()).to.equal(false);
    const error = await bus.publish([outgoing(aPriceEvent())]).catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(BrokerUnavailable);

    await proxy.restore();
    await eventually(() => expect(bus.connected()).to.equal(true));
    const event = aPriceEvent();
    expect(await bus.publish([outgoing(event)])).to.deep.equal([{ ok: true }]);
    await eventually(() => expect(seen).to.include(event.event_id));

    await proxy.cut();
    await eventually(() => expect(bus.connected()).to.equal(false));
    await bus.close();
  });

  it('throws when the connection is lost under it, rather than blaming the messages', async () => {
    const proxy = await startCuttableProxy(vhost.url);
    const bus = await connected(proxy.url);
    const publishing = bus.publish(Array.from({ length: 200 }, () => outgoing(aPriceEvent())));
    await proxy.cut();
    const error = await publishing.catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(BrokerUnavailable);
    await bus.close();
  });

  it('goes on after the broker closed every connection', async () => {
    const bus = await connected();
    const seen = await received(bus);
    await eventually(async () => expect(await vhost.closeConnections()).to.be.at.least(2));
    await eventually(async () => {
      const event = aPriceEvent();
      expect(await bus.publish([outgoing(event)])).to.deep.equal([{ ok: true }]);
      await eventually(() => expect(seen).to.include(event.event_id), { within: 500 });
    });
  });

  it('declares a queue again that was deleted under its consumer, and consumes from it', async () => {
    const bus = await connected();
    const seen = await received(bus);
    const operator = await connect(vhost.url);
    await (await operator.createChannel()).deleteQueue(PRICES_QUEUE);
    await operator.close();
    await eventually(async () => {
      const event = aPriceEvent();
      expect(await bus.publish([outgoing(event)])).to.deep.equal([{ ok: true }]);
      await eventually(() => expect(seen).to.include(event.event_id), { within: 500 });
    });
  });
});
