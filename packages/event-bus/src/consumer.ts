/** Hands the events of a service's queues to its handlers, at least once: acknowledged after the effect, else retried, at last given up. */
import type { EventOnTopic, Subscriber, subscriptions, Topic } from '@catalog/contracts';
import { counter, log, withContext } from '@catalog/observability';
import type { ChannelModel, ConsumeMessage } from 'amqplib';
import { shareFate } from './broker-link.ts';
import { deadLetter, type Failure, failureOf, retryMessage } from './broker-message.ts';
import { type ConfirmingChannel, openConfirmingChannel } from './confirming-channel.ts';
import type { EventBusSettings } from './event-bus-settings.ts';
import { readEvent } from './read-event.ts';
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
type Work = Subscription & { confirming: ConfirmingChannel; settings: EventBusSettings };

export function createConsumer<S extends Subscriber>(
  subscriber: S,
  handlers: Handlers<S>,
  { prefetch, ...settings }: EventBusSettings & { prefetch: number },
): Consumer {
  const handlerOf = handlers as Record<Topic, Handle>; // each topic's events go to that topic's handler
  const subscribed = queuesOf(subscriber).map(({ queue, topic }): Subscription => ({ queue, topic, handle: handlerOf[topic] }));
  const inHand = new Set<Promise<void>>();
  let cancels: (() => Promise<unknown>)[] = [];

  async function consume(connection: ChannelModel, subscription: Subscription): Promise<() => Promise<unknown>> {
    const confirming = await openConfirmingChannel(connection, settings.confirmTimeoutMs);
    const channel = shareFate(confirming.channel, connection);
    await channel.prefetch(prefetch);
    const { consumerTag } = await channel.consume(subscription.queue, (message) => {
      if (message === null) return void connection.close().catch(() => {}); // the queue was deleted: declare it again
      const work = take({ ...subscription, confirming, settings }, message).finally(() => inHand.delete(work));
      inHand.add(work);
    });
    return () => channel.cancel(consumerTag);
  }

  return {
    async open(connection) {
      cancels = await Promise.all(subscribed.map((subscription) => consume(connection, subscription)));
    },
    async stop() {
      const limit = new Promise<void>((resolve) => { setTimeout(resolve, settings.drainTimeoutMs).unref(); });
      await Promise.race([Promise.allSettled(cancels.map((cancel) => cancel())), limit]);
      await Promise.race([Promise.allSettled(inHand), limit]);
      if (inHand.size > 0) log.warn('events are left to another consumer', { subscriber, events: inHand.size });
    },
  };
}

/** Never throws: whatever goes wrong, the message is still the broker's until it is acknowledged. */
async function take(work: Work, message: ConsumeMessage): Promise<void> {
  const { queue, topic, confirming } = work;
  try {
    const reading = readEvent(topic, message.content);
    const outcome = reading.kind === 'event' ? await handle(work, message, reading.event)
      : reading.kind === 'unknown' ? ignore(queue, reading.type)
        : await giveUp(work, message, failure(0, reading.reason));
    consumedEvents.inc({ queue, outcome });
    confirming.channel.ack(message);
  } catch (error) {
    log.warn('event goes back to its queue', { queue, event_id: message.properties.messageId, error });
    returnToQueue(confirming, message);
  }
}

async function handle(work: Work, message: ConsumeMessage, event: EventOnTopic[Topic]): Promise<string> {
  const { queue, settings } = work;
  return withContext({ correlation_id: event.correlation_id }, async () => {
    try {
      await work.handle(event);
      return 'handled';
    } catch (error) {
      const failed = failure(failureOf(message).tries + 1, String(error));
      const delayMs = settings.retryDelaysMs[failed.tries - 1];
      log.warn('event could not be handled', { queue, event_id: event.event_id, event_type: event.event_type, tries: failed.tries, error });
      if (delayMs === undefined) return giveUp(work, message, failed);
      await mustArrive(work.confirming, retryMessage(message, queue, delayMs, failed));
      return 'retried';
    }
  });
}

function ignore(queue: string, type: string): string {
  log.debug('event of an unknown type ignored', { queue, event_type: type });
  return 'ignored';
}

async function giveUp({ queue, confirming }: Work, message: ConsumeMessage, failed: Failure): Promise<string> {
  await mustArrive(confirming, deadLetter(message, queue, failed));
  log.error('event given up', { queue, event_id: message.properties.messageId, tries: failed.tries, reason: failed.reason });
  return 'dead';
}

async function mustArrive({ publish }: ConfirmingChannel, message: Parameters<ConfirmingChannel['publish']>[0]): Promise<void> {
  const outcome = await publish(message);
  if (outcome !== 'confirmed') throw new Error(`the broker did not take it over: ${outcome}`);
}

/** On a closed channel there is nothing to do: the broker has put the message back by itself. */
function returnToQueue({ channel }: ConfirmingChannel, message: ConsumeMessage): void {
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
