/** Declares every exchange and queue. Publishers declare them too, so that no event is dropped because its queue does not exist yet. */
import { EVENTS_EXCHANGE, queueName, type Subscriber, subscriptions, type Topic } from '@catalog/contracts';
import type { ChannelModel, Options } from 'amqplib';

export type SubscribedQueue = { queue: string; topic: Topic };

export const queuesOf = (subscriber: Subscriber): SubscribedQueue[] =>
  subscriptions[subscriber].map((topic) => ({ queue: queueName(subscriber, topic), topic }));

export const subscribedQueues: readonly SubscribedQueue[] = (Object.keys(subscriptions) as Subscriber[]).flatMap(queuesOf);

/** `store-service.offerings.queue` → `store-service.offerings.dlq` */
export const deadLetterQueueOf = (queue: string): string => `${queue.replace(/\.queue$/, '')}.dlq`;

/** One exchange and one queue per delay, shared by all subscribers; the delay is in its name, since a queue never changes its arguments. */
export const retryExchangeOf = (delayMs: number): string => `catalog.retry.${named(delayMs)}`;

export async function declareTopology(connection: ChannelModel, retryDelaysMs: readonly number[]): Promise<void> {
  const channel = await connection.createChannel();
  channel.on('error', () => {}); // the declaration that fails rejects
  await channel.assertExchange(EVENTS_EXCHANGE, 'topic', { durable: true });
  for (const delayMs of retryDelaysMs) {
    const retry = retryExchangeOf(delayMs);
    await channel.assertExchange(retry, 'fanout', { durable: true });
    await channel.assertQueue(retry, retryQueue(delayMs));
    await channel.bindQueue(retry, retry, '');
  }
  for (const { queue, topic } of subscribedQueues) {
    await channel.assertQueue(deadLetterQueueOf(queue), deadLetterQueue);
    await channel.assertQueue(queue, eventQueue(queue));
    await channel.bindQueue(queue, EVENTS_EXCHANGE, topic);
  }
  await channel.close();
}

/** Of one message whose consumer died each time; failures of its handler are counted in the message itself. */
const DELIVERY_LIMIT = 20;
/** Listing dead letters counts as a delivery, and beyond its limit a message would be dropped. */
const DEAD_LETTER_DELIVERY_LIMIT = 1_000_000;

const eventQueue = (queue: string): Options.AssertQueue =>
  quorum({
    'x-delivery-limit': DELIVERY_LIMIT,
    ...deadLetteringTo(deadLetterQueueOf(queue)),
  });

const deadLetterQueue = quorum({ 'x-delivery-limit': DEAD_LETTER_DELIVERY_LIMIT });

/** After its delay a message returns, by the default exchange, to the queue that its routing key names. */
const retryQueue = (delayMs: number): Options.AssertQueue =>
  quorum({
    'x-message-ttl': delayMs,
    'x-delivery-limit': DELIVERY_LIMIT,
    ...deadLetteringTo(),
  });

function quorum(args: Record<string, unknown>): Options.AssertQueue {
  return { durable: true, arguments: { 'x-queue-type': 'quorum', ...args } };
}

/** At least once: the broker keeps a message until the queue it is dead-lettered to has confirmed it. */
function deadLetteringTo(routingKey?: string): Record<string, unknown> {
  return {
    'x-dead-letter-exchange': '',
    ...(routingKey === undefined ? {} : { 'x-dead-letter-routing-key': routingKey }),
    'x-dead-letter-strategy': 'at-least-once',
    'x-overflow': 'reject-publish',
  };
}

function named(delayMs: number): string {
  if (delayMs % 60_000 === 0) return `${delayMs / 60_000}m`;
  return delayMs % 1_000 === 0 ? `${delayMs / 1_000}s` : `${delayMs}ms`;
}
