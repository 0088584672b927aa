/** What was given up, for an operator: how much there is, what it is and why, and a way to send it through its handler again. */
import type { ChannelModel, GetMessage } from 'amqplib';
import { failureOf, replayMessage } from './broker-message.ts';
import { type ConfirmingChannel, openConfirmingChannel } from './confirming-channel.ts';
import { BrokerUnavailable } from './publisher.ts';
import { deadLetterQueueOf, subscribedQueues } from './topology.ts';

export type DeadLetter = {
  event_id: string | null;
  event_type: string | null;
  correlation_id: string | null;
  reason: string;
  tries: number;
  failed_at: string;
  body: string;
};

export type DeadLetters = {
  /** Of every subscribed queue. */
  count(): Promise<{ queue: string; dead_letters: number }[]>;
  /** The oldest ones of a queue (`store-service.offerings.queue`); they stay where they are. */
  list(queue: string, options?: { limit?: number }): Promise<DeadLetter[]>;
  /** Moves dead letters back to their queue, all or those of the ids, and says how many. */
  replay(queue: string, options?: Choice): Promise<number>;
  /** Deletes them for good, all or those of the ids, and says how many. */
  discard(queue: string, options?: Choice): Promise<number>;
};

type Choice = { eventIds?: readonly string[] };

type Access = { current: () => ChannelModel | undefined; confirmTimeoutMs: number };

const LIST_LIMIT = 100;

export function createDeadLetters({ current, confirmTimeoutMs }: Access): DeadLetters {
  const onChannel = async <T>(work: (confirming: ConfirmingChannel) => Promise<T>): Promise<T> => {
    const connection = current();
    if (connection === undefined) throw new BrokerUnavailable('there is no connection to the message broker');
    const confirming = await openConfirmingChannel(connection, confirmTimeoutMs);
    confirming.channel.on('error', () => {}); // told by the call that fails
    // Closing the channel puts back whatever was taken and not acknowledged.
    return work(confirming).finally(() => confirming.channel.close().catch(() => {}));
  };

  return {
    count: () => onChannel(async ({ channel }) => {
      const counts = [];
      for (const { queue } of subscribedQueues) {
        counts.push({ queue, dead_letters: (await channel.checkQueue(deadLetterQueueOf(queue))).messageCount });
      }
      return counts;
    }),
    list: (queue, { limit = LIST_LIMIT } = {}) => onChannel(async (confirming) => (await take(confirming, queue, limit)).map(described)),
    replay: (queue, choice = {}) => onChannel(async (confirming) => {
      const chosen = await takeChosen(confirming, queue, choice);
      for (const message of chosen) await moveBack(confirming, queue, message);
      return chosen.length;
    }),
    discard: (queue, choice = {}) => onChannel(async (confirming) => {
      const chosen = await takeChosen(confirming, queue, choice);
      for (const message of chosen) confirming.channel.ack(message);
      return chosen.length;
    }),
  };
}

async function takeChosen(confirming: ConfirmingChannel, queue: string, { eventIds }: Choice): Promise<GetMessage[]> {
  const waiting = await take(confirming, queue, Infinity);
  return waiting.filter(({ properties }) => eventIds?.includes(String(properties.messageId)) ?? true);
}

/** At most as many as are there now, so that what comes back at once is not taken twice. */
async function take({ channel }: ConfirmingChannel, queue: string, limit: number): Promise<GetMessage[]> {
  const deadLetterQueue = deadLetterQueueOf(subscribed(queue));
  const { messageCount } = await channel.checkQueue(deadLetterQueue);
  const taken: GetMessage[] = [];
  while (taken.length < Math.min(limit, messageCount)) {
    const message = await channel.get(deadLetterQueue);
    if (message === false) break;
    taken.push(message);
  }
  return taken;
}

async function moveBack({ channel, publish }: ConfirmingChannel, queue: string, message: GetMessage): Promise<void> {
  const outcome = await publish(replayMessage(message, queue));
  if (outcome !== 'confirmed') throw new BrokerUnavailable(`the message broker did not take a dead letter back: ${outcome}`);
  channel.ack(message);
}

function described(message: GetMessage): DeadLetter {
  const { messageId, type, correlationId } = message.properties;
  const { tries, reason, at } = failureOf(message);
  return {
    event_id: textOrNull(messageId), event_type: textOrNull(type), correlation_id: textOrNull(correlationId),
    reason, tries, failed_at: at, body: message.content.toString('utf8'),
  };
}

function subscribed(queue: string): string {
  if (!subscribedQueues.some((one) => one.queue === queue)) throw new RangeError(`nobody subscribes by a queue ${queue}`);
  return queue;
}

const textOrNull = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
