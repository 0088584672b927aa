/** Consumes a service's queues at least once: an event is acknowledged after its handler succeeded, else retried, at last a dead letter. */
import { correlationIdFrom, type EventOnTopic, type Subscriber, type subscriptions, type Topic } from '@catalog/contracts';
import { counter, failSpan, histogram, log, withContext } from '@catalog/observability';
import type { Channel, ChannelModel, ConsumeMessage } from 'amqplib';
import pTimeout from 'p-timeout';
import { closeConnectionWith } from './broker-link.ts';
import { deadLetter, type Failure, failureOf, retryMessage } from './outgoing-message.ts';
import type { EventBusSettings } from './event-bus-settings.ts';
import type { Publisher } from './publisher.ts';
import { type Reading, readEvent } from './read-event.ts';
import { queuesOf } from './topology.ts';

export type TopicsOf<S extends Subscriber> = (typeof subscriptions)[S][number];

/** A handler may get an event twice, and events in any order: versions decide. It throws to get the event again later. */
export type Handlers<S extends Subscriber> = { [T in TopicsOf<S>]: (event: EventOnTopic[T]) => Promise<void> };

export type Consumer = {
  /** Begins to consume on a new connection. */
  open(connection: ChannelModel): Promise<void>;
  /** Stops consuming, and waits within a limit for the events being handled. */
  stop(): Promise<void>;
};

type Handle = (event: EventOnTopic[Topic]) => Promise<void>;
type Subscription = { queue: string; topic: Topic; handle: Handle };
type ConsumerSettings = Pick<EventBusSettings, 'retryDelaysMs' | 'drainTimeoutMs'> & {
  prefetch: number;
  /** On another connection: a broker short of memory reads nothing from one that publishes, acknowledgements neither. */
  publishReliably: Publisher['publishReliably'];
};
type Delivery = Subscription & Pick<ConsumerSettings, 'retryDelaysMs' | 'publishReliably'> & { channel: Channel; stopped: AbortSignal };

export function createConsumer<S extends Subscriber>(
  subscriber: S,
  handlers: Handlers<S>,
  { prefetch, drainTimeoutMs, ...settings }: ConsumerSettings,
): Consumer {
  const handlerOf = handlers as Record<Topic, Handle>; // each topic's events go to that topic's handler
  const subscribed = queuesOf(subscriber).map(({ queue, topic }): Subscription => ({ queue, topic, handle: handlerOf[topic] }));
  const beingHandled = new Set<Promise<void>>();
  const stopped = new AbortController();
  let cancels: (() => Promise<unknown>)[] = [];

  async function consume(connection: ChannelModel, subscription: Subscription): Promise<() => Promise<unknown>> {
    const channel = closeConnectionWith(await connection.createChannel(), connection);
    await channel.prefetch(prefetch);
    const { consumerTag } = await channel.consume(subscription.queue, (message) => {
      if (message === null) return void connection.close().catch(() => {}); // the queue was deleted: declare it again
      const delivery = { ...subscription, ...settings, channel, stopped: stopped.signal };
      const handling = receive(delivery, message).finally(() => beingHandled.delete(handling));
      beingHandled.add(handling);
    });
    return () => channel.cancel(consumerTag);
  }

  return {
    async open(connection) {
      cancels = await Promise.all(subscribed.map((subscription) => consume(connection, subscription)));
    },
    async stop() {
      const ended = Promise.allSettled(cancels.map((cancel) => cancel())).then(() => Promise.allSettled(beingHandled));
      await pTimeout(ended, { milliseconds: drainTimeoutMs, message: false });
      stopped.abort();
      if (beingHandled.size > 0) log.warn('Events are left to another consumer', { subscriber, events: beingHandled.size });
    },
  };
}

/** Never throws: whatever goes wrong, the message is still the broker's until it is acknowledged. */
function receive(delivery: Delivery, message: ConsumeMessage): Promise<void> {
  const { queue, topic, channel } = delivery;
  const reading = readEvent(topic, message.content);
  return withContext({ correlation_id: correlationIdOf(reading, message) }, async () => {
    try {
      const outcome =
        reading.kind === 'event'
          ? await handle(delivery, message, reading.event)
          : reading.kind === 'unknown'
            ? ignore(queue, reading.type)
            : await giveUp(delivery, message, failure(0, reading.reason));
      consumedEvents.inc({ queue, outcome });
      channel.ack(message);
    } catch (error) {
      failSpan(error);
      log.warn('Event goes back to its queue', { queue, event_id: message.properties.messageId, error });
      returnToQueue(channel, message);
    }
  });
}

const correlationIdOf = (reading: Reading<Topic>, { properties }: ConsumeMessage): string =>
  correlationIdFrom(reading.kind === 'event' ? reading.event.correlation_id : (properties as { correlationId?: string }).correlationId);

async function handle(delivery: Delivery, message: ConsumeMessage, event: EventOnTopic[Topic]): Promise<string> {
  const { queue, retryDelaysMs } = delivery;
  const { event_id, event_type } = event;
  const begun = performance.now();
  try {
    await delivery.handle(event);
    lag.observe({ queue }, Math.max(0, Date.now() - Date.parse(event.timestamp)) / 1000);
    log.info('Event handled', { queue, event_id, event_type, duration_ms: Math.round(performance.now() - begun) });
    return 'handled';
  } catch (error) {
    failSpan(error);
    const failed = failure(failureOf(message).tries + 1, String(error));
    const delayMs = retryDelaysMs[failed.tries - 1];
    log.warn('Event could not be handled', { queue, event_id, event_type, tries: failed.tries, error });
    if (delayMs === undefined) return giveUp(delivery, message, failed);
    await delivery.publishReliably(retryMessage(message, queue, delayMs, failed), delivery.stopped);
    return 'retried';
  }
}

function ignore(queue: string, type: string): string {
  log.debug('Event of an unknown type ignored', { queue, event_type: type });
  return 'ignored';
}

async function giveUp({ queue, publishReliably, stopped }: Delivery, message: ConsumeMessage, failed: Failure): Promise<string> {
  await publishReliably(deadLetter(message, queue, failed), stopped);
  log.error('Event became a dead letter', { queue, event_id: message.properties.messageId, tries: failed.tries, reason: failed.reason });
  return 'dead';
}

/** When the channel is closed, the broker has put the message back by itself. */
function returnToQueue(channel: Channel, message: ConsumeMessage): void {
  try {
    channel.nack(message, false, true);
  } catch (error) {
    log.debug('Channel is closed already', { error });
  }
}

const failure = (tries: number, reason: string): Failure => ({ tries, reason, at: new Date().toISOString() });

const consumedEvents = counter({
  name: 'event_bus_consumed_events_total',
  help: 'Events taken from a queue, by what became of them',
  labels: ['queue', 'outcome'],
});

const lag = histogram({
  name: 'event_bus_lag_seconds',
  help: 'From the moment an event happened to the moment a subscriber has handled it',
  labels: ['queue'],
  buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60, 300],
});
