import { EVENTS_EXCHANGE } from '@catalog/contracts';
import { connectEventBus, type EventBus } from '@catalog/event-bus';
import { registry } from '@catalog/observability';
import { connect } from 'amqplib';
import { expect } from 'chai';
import { eventually } from '../../../../test/support/eventually.ts';
import { createTestVhost, type TestVhost } from '../../../../test/support/rabbitmq.ts';
import { offeringEvent } from '../support/event-of.ts';
import { createReadModel, type ReadModel } from '../support/read-model.ts';
import { smallCatalog } from '../support/small-catalog.ts';

const QUEUE = 'store-service.offerings.queue';

describe('Poison', function () {
  let model: ReadModel, vhost: TestVhost, bus: EventBus;

  before(async () => {
    [model, vhost] = await Promise.all([createReadModel(), createTestVhost()]);
    bus = await connectEventBus({ url: vhost.url, service: 'store-service' });
    await bus.subscribe('store-service', model.replica().on);
  });
  after(async () => {
    await bus.close();
    await Promise.all([vhost.delete(), model.drop()]);
  });

  async function send(...contents: string[]) {
    const connection = await connect(vhost.url);
    const channel = await connection.createConfirmChannel();
    for (const content of contents)
      channel.publish(EVENTS_EXCHANGE, 'product.offerings.events', Buffer.from(content), { persistent: true });
    await channel.waitForConfirms();
    await connection.close();
  }

  /** How often the store took a message from the queue, by what became of it. */
  async function taken(): Promise<Record<string, number>> {
    const { values } = await registry.getSingleMetric('event_bus_consumed_events_total')!.get();
    const own = values.filter(({ labels }) => labels['queue'] === QUEUE);
    return Object.fromEntries(own.map(({ labels, value }) => [labels['outcome'], value]));
  }

  it('stops nothing: what can never be handled is set aside with its reason, and what follows is shown', async () => {
    const catalog = smallCatalog();
    model.lookups.things = [catalog];
    const good = offeringEvent('OfferingPublished', catalog.offering);
    const { payload: _payload, ...withoutPayload } = good;
    const before = await taken();

    await send(
      '{ this is no JSON',
      JSON.stringify(withoutPayload),
      JSON.stringify({ ...good, event_type: 'OfferingBlessed' }),
      JSON.stringify(good),
    );
    await eventually(async () => expect(await model.documents.shown([catalog.offering.id])).to.have.length(1));

    const letters = await eventually(async () => {
      const found = await bus.deadLetters.list(QUEUE);
      expect(found).to.have.length(2);
      return found;
    });
    expect(letters.map(({ reason }) => reason)).to.have.members([
      'the message is not a JSON object',
      "OfferingPublished must have required property 'payload'",
    ]);
    expect(letters.map(({ body }) => body)).to.have.members(['{ this is no JSON', JSON.stringify(withoutPayload)]);
    await eventually(async () => {
      const after = await taken();
      const delivered = Object.fromEntries(Object.entries(after).map(([outcome, times]) => [outcome, times - (before[outcome] ?? 0)]));
      expect(delivered, 'each was delivered once').to.eql({ dead: 2, ignored: 1, handled: 1 });
    });
  });

  it('comes back from the dead letters when it is replayed, and is set aside again while it is what it is', async () => {
    const { dead = 0 } = await taken();
    expect(await bus.deadLetters.replay(QUEUE)).to.equal(2);
    await eventually(async () => {
      expect(await taken()).to.include({ dead: dead + 2 });
      expect(await bus.deadLetters.list(QUEUE)).to.have.length(2);
    });
  });
});
