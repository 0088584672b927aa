/** Hands the events of a service's queues to its handlers, at least once: acknowledged after the effect, else retried, at last given up. */
import { correlationIdFrom, type EventOnTopic, type Subscriber, type subscriptions, type Topic } from '@catalog/contracts';
import { counter, failSpan, histogram, log, withContext } from '@catalog/observability';
import type { Channel, ChannelModel, ConsumeMessage } from 'amqplib';
import pTimeout from 'p-timeout';
import { shareFate } from './broker-link.ts';
import { deadLetter, type Failure, failureOf, retryMessage } from './broker-message.ts';
import type { EventBusSettings } from './event-bus-settings.ts';
import type { Publisher } from './publisher.ts';
import { type Reading, readEvent } from './read-event.ts';
import { queuesOf } from './topology.ts';

export type TopicsOf<S extends Subscriber> = (typeof subscriptions)[S][number];

/** A handler may get an event twice and in any order: versions decide. It throws to get it again later. */
export type Handlers<S extends Subscriber> = { [T in TopicsOf<S>]: (event: EventOnTopic[T]) => Promise<void> };

export type Consumer = {
  /** Begins, on a new connection. */
  open(connection: ChannelModel): Promise<void>;
  /** Takes no more and finishes what it has, within a limit. */
  stop(): Promise<void>;
};

type Handle = (event: EventOnTopic[Topic]) => Promise<void>;
type Subscription = { queue: string; topic: Topic; handle: Handle };
type Way = Pick<EventBusSettings, 'retryDelaysMs' | 'drainTimeoutMs'> & {
  prefetch: number;
  /** Retries and dead letters go out by another connection: a broker short of memory reads nothing from one that publishes, acknowledgements neither. */
  handOver: Publisher['handOver'];
};
type Work = Subscription & Pick<Way, 'retryDelaysMs' | 'handOver'> & { channel: Channel; stopped: AbortSignal };

export function createConsumer<S extends Subscriber>(
  subscriber: S,
  handlers: Handlers<S>,
  { prefetch, drainTimeoutMs, ...way }: Way,
): Consumer {
  const handlerOf = handlers as Record<Topic, Handle>; // each topic's events go to that topic's handler
  const subscribed = queuesOf(subscriber).map(({ queue, topic }): Subscription => ({ queue, topic, handle: handlerOf[topic] }));
  const inHand = new Set<Promise<void>>();
  const stopped = new AbortController();
  let cancels: (() => Promise<unknown>)[] = [];

  async function consume(connection: ChannelModel, subscription: Subscription): Promise<() => Promise<unknown>> {
    const channel = shareFate(await connection.createChannel(), connection);
    await channel.prefetch(prefetch);
    const { consumerTag } = await channel.consume(subscription.queue, (message) => {
      if (message === null) return void connection.close().catch(() => {}); // the queue was deleted: declare it again
      const work = take({ ...subscription, ...way, channel, stopped: stopped.signal }, message).finally(() => inHand.delete(work));
      inHand.add(work);
    });
    return () => channel.cancel(consumerTag);
  }

  return {
    async open(connection) {
      cancels = await Promise.all(subscribed.map((subscription) => consume(connection, subscription)));
    },
    async stop() {
      const ended = Promise.allSettled(cancels.map((cancel) => cancel())).then(() => Promise.allSettled(inHand));
      await pTimeout(ended, { milliseconds: drainTimeoutMs, message: false });
      stopped.abort();
      if (inHand.size > 0) log.warn('events are left to another consumer', { subscriber, events: inHand.size });
    },
  };
}

/** Never throws: whatever goes wrong, the message is still the broker's until it is acknowledged. */
function take(work: Work, message: ConsumeMessage): Promise<void> {
  const { queue, topic, channel } = work;
  const reading = readEvent(topic, message.content);
  return withContext({ correlation_id: correlationIdOf(reading, message) }, async () => {
    try {
      const outcome = reading.kind === 'event' ? await handle(work, message, reading.event)
        : reading.kind === 'unknown' ? ignore(queue, reading.type)
          : await giveUp(work, message, failure(0, reading.reason));
      consumedEvents.inc({ queue, outcome });
      channel.ack(message);
    } catch (error) {
      failSpan(error);
      log.warn('event goes back to its queue', { queue, event_id: message.properties.messageId, error });
      returnToQueue(channel, message);
    }
  });
}

const correlationIdOf = (reading: Reading<Topic>, { properties }: ConsumeMessage): string =>
  correlationIdFrom(reading.kind === 'event' ? reading.event.correlation_id : (properties as { correlationId?: string }).correlationId);

async function handle(work: Work, message: ConsumeMessage, event: EventOnTopic[Topic]): Promise<string> {
  const { queue, retryDelaysMs } = work;
  const { event_id, event_type } = event;
  const begun = performance.now();
  try {
    await work.handle(event);
    lag.observe({ queue }, Math.max(0, Date.now() - Date.parse(event.timestamp)) / 1000);
    log.info('Event handled', { queue, event_id, event_type, duration_ms: Math.round(performance.now() - begun) });
    return 'handled';
  } catch (error) {
    failSpan(error);
    const failed = failure(failureOf(message).tries + 1, String(error));
    const delayMs = retryDelaysMs[failed.tries - 1];
    log.warn('event could not be handled', { queue, event_id, event_type, tries: failed.tries, error });
    if (delayMs === undefined) return giveUp(work, message, failed);
    await work.handOver(retryMessage(message, queue, delayMs, failed), work.stopped);
    return 'retried';
  }
}

function ignore(queue: string, type: string): string {
  log.debug('event of an unknown type ignored', { queue, event_type: type });
  return 'ignored';
}

async function giveUp({ queue, handOver, stopped }: Work, message: ConsumeMessage, failed: Failure): Promise<string> {
  await handOver(deadLetter(message, queue, failed), stopped);
  log.error('event given up', { queue, event_id: message.properties.messageId, tries: failed.tries, reason: failed.reason });
  return 'dead';
}

/** On a closed channel there is nothing to do: the broker has put the message back by itself. */
function returnToQueue(channel: Channel, message: ConsumeMessage): void {
  try {
    channel.nack(message, false, true);
  } catch (error) {
    log.debug('channel is gone', { error });
  }
}

const failure = (tries: number, reason: string): Failure => ({ tries, reason, at: new Date().toISOString() });

const consumedEvents = counter({
  name: 'event_bus_consumed_events_total', help: 'Events taken from a queue, by what became of them', labels: ['queue', 'outcome'],
});

const lag = histogram({
  name: 'event_bus_lag_seconds',
  help: 'From the moment an event happened to the moment a subscriber has handled it',
  labels: ['queue'],
  buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60, 300],
});
