/** A service's access to RabbitMQ: publishes events and consumes them, and reconnects by itself. */
import type { Subscriber } from '@catalog/contracts';
import { type BrokerLink, openBrokerLink } from './broker-link.ts';
import type { OutgoingMessage } from './outgoing-message.ts';
import { type Consumer, createConsumer, type Handlers } from './consumer.ts';
import { createDeadLetters, type DeadLetters } from './dead-letters.ts';
import { defaultEventBusSettings, type EventBusSettings } from './event-bus-settings.ts';
import { createPublisher, type PublishResult } from './publisher.ts';
import { showQueueDepths } from './queue-depths.ts';
import { declareTopology } from './topology.ts';

export type EventBus = {
  /** A result per message; throws when the broker cannot be reached at all. */
  publish: (messages: OutgoingMessage[]) => Promise<PublishResult[]>;
  subscribe<S extends Subscriber>(subscriber: S, handlers: Handlers<S>, options?: { prefetch?: number }): Promise<void>;
  connected(): boolean;
  /** Takes no more events and finishes those being handled, for a graceful stop; publishing goes on. */
  stopConsuming(): Promise<void>;
  close(): Promise<void>;
  deadLetters: DeadLetters;
};

export type EventBusOptions = { url: string; service: string; settings?: Partial<EventBusSettings> };

const PREFETCH = 20;

/**
 * One connection publishes, retries and dead letters included, another consumes: a broker short of memory or disk blocks publishers,
 * and must not block acknowledgements with them.
 */
export async function connectEventBus({ url, service, settings: given }: EventBusOptions): Promise<EventBus> {
  const settings = { ...defaultEventBusSettings, ...given };
  const publisher = createPublisher(settings.confirmTimeoutMs);
  const consuming: { consumer: Consumer; link: BrokerLink; hideDepths: () => void }[] = [];

  const link = (role: 'publisher' | 'consumer', open: Consumer['open']) =>
    openBrokerLink({
      url,
      name: `${service} ${role}`,
      role,
      reconnect: settings.reconnect,
      prepare: async (connection) => {
        await declareTopology(connection, settings.retryDelaysMs);
        await open(connection);
      },
    });
  const publishing = await link('publisher', publisher.open);

  async function stopConsuming(): Promise<void> {
    await Promise.all(
      consuming.splice(0).map(async ({ consumer, link: its, hideDepths }) => {
        hideDepths();
        await consumer.stop();
        await its.close();
      }),
    );
  }

  return {
    publish: publisher.publish,
    async subscribe(subscriber, handlers, { prefetch = PREFETCH } = {}) {
      const consumer = createConsumer(subscriber, handlers, { ...settings, prefetch, publishReliably: publisher.publishReliably });
      const its = await link('consumer', consumer.open);
      consuming.push({ consumer, link: its, hideDepths: showQueueDepths(subscriber, its.current) });
    },
    connected: () => [publishing, ...consuming.map((one) => one.link)].every(({ current }) => current() !== undefined),
    stopConsuming,
    close: async () => {
      await stopConsuming();
      await publishing.close();
    },
    deadLetters: createDeadLetters({ current: publishing.current, confirmTimeoutMs: settings.confirmTimeoutMs }),
  };
}
