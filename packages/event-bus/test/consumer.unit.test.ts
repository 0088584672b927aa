import { EventEmitter } from 'node:events';
import type { ChannelModel, ConsumeMessage } from 'amqplib';
import { expect } from 'chai';
import { eventually } from '../../../test/support/eventually.ts';
import { createConsumer } from '../src/consumer.ts';
import { aPriceEvent, type PriceEvent } from './price-event.ts';
import { PRICES_QUEUE } from './quiet-subscriber.ts';

type Taker = (message: ConsumeMessage) => void;

/** The consuming side of a broker that takes no messages: whoever publishes on its connection gets no further. */
function consumingConnection() {
  const takers = new Map<string, Taker>();
  const acknowledged: string[] = [];
  const channel = Object.assign(new EventEmitter(), {
    prefetch: async () => {},
    consume: async (queue: string, taker: Taker) => {
      takers.set(queue, taker);
      return { consumerTag: queue };
    },
    cancel: async () => {},
    ack: ({ properties }: ConsumeMessage) => {
      acknowledged.push(String(properties.messageId));
    },
  });
  const connection = { createChannel: async () => channel } as unknown as ChannelModel;
  const deliver = (event: PriceEvent) =>
    takers.get(PRICES_QUEUE)?.({
      content: Buffer.from(JSON.stringify(event)),
      properties: { messageId: event.event_id, headers: {} },
      fields: {},
    } as unknown as ConsumeMessage);
  return { connection, deliver, acknowledged };
}

describe('a consumer', () => {
  const settings = { retryDelaysMs: [20], drainTimeoutMs: 1_000, prefetch: 20 };

  it('goes on with the others while what failed cannot be handed over, and acknowledges that once it could', async () => {
    const { connection, deliver, acknowledged } = consumingConnection();
    const taken = Promise.withResolvers<void>();
    const [bad, good] = [aPriceEvent(), aPriceEvent()];
    const consumer = createConsumer(
      'offering-service',
      {
        'resource.characteristics.events': async () => {},
        'resource.specifications.events': async () => {},
        'commercial.pricing.events': async ({ event_id }) => {
          if (event_id === bad.event_id) throw new Error('not yet');
        },
      },
      { ...settings, publishReliably: () => taken.promise },
    );
    await consumer.open(connection);
    for (const event of [bad, good]) deliver(event);
    await eventually(() => expect(acknowledged).to.eql([good.event_id]));
    taken.resolve();
    await eventually(() => expect(acknowledged).to.eql([good.event_id, bad.event_id]));
  });

  it('leaves to the broker what could not be handed over when it stops', async () => {
    const { connection, deliver, acknowledged } = consumingConnection();
    const signals: AbortSignal[] = [];
    const consumer = createConsumer(
      'offering-service',
      {
        'resource.characteristics.events': async () => {},
        'resource.specifications.events': async () => {},
        'commercial.pricing.events': async () => {
          throw new Error('not yet');
        },
      },
      {
        ...settings,
        drainTimeoutMs: 10,
        publishReliably: (_, signal) => {
          signals.push(signal);
          return new Promise(() => {});
        },
      },
    );
    await consumer.open(connection);
    deliver(aPriceEvent());
    await eventually(() => expect(signals).to.have.length(1));
    await consumer.stop();
    expect(signals[0]?.aborted).to.equal(true);
    expect(acknowledged).to.eql([]);
  });
});
