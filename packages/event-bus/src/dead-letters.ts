/** Dead letters, for operators: counts and lists them, sends them to their handlers again, or deletes them. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Channel, ChannelModel, GetMessage, Options } from 'amqplib';
import { failureOf, replayMessage } from './outgoing-message.ts';
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
  headers: Record<string, unknown>;
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

type Act = (confirming: ConfirmingChannel, message: GetMessage) => Promise<void> | void;
type Choice = { eventIds?: readonly string[] };

type Access = { current: () => ChannelModel | undefined; confirmTimeoutMs: number };

const LIST_LIMIT = 100;
const PUT_BACK_TIMEOUT_MS = 3_000;
const LOOK_EVERY_MS = 20;

export function createDeadLetters({ current, confirmTimeoutMs }: Access): DeadLetters {
  const onChannel = async <T>(work: (confirming: ConfirmingChannel) => Promise<T>): Promise<T> => {
    const connection = current();
    if (connection === undefined) throw new BrokerUnavailable('there is no connection to the message broker');
    const confirming = await openConfirmingChannel(connection, confirmTimeoutMs);
    confirming.channel.on('error', () => {}); // the call that fails rejects
    return work(confirming).finally(() => confirming.channel.close().catch(() => {}));
  };

  /** Acts on each chosen one and puts the others back. */
  const withChosen = (queue: string, { eventIds }: Choice, act: Act) =>
    onChannel(async (confirming) => {
      const { chosen = [], others = [] } = Object.groupBy(await take(confirming.channel, queue, Infinity), ({ properties }) =>
        (eventIds?.includes(String(properties.messageId)) ?? true) ? 'chosen' : 'others',
      );
      for (const message of chosen) await act(confirming, message);
      await putBack(confirming.channel, queue, others);
      return chosen.length;
    });

  return {
    count: () =>
      onChannel(async ({ channel }) => {
        const counts = [];
        for (const { queue } of subscribedQueues) counts.push({ queue, dead_letters: await lengthOf(channel, queue) });
        return counts;
      }),
    list: (queue, { limit = LIST_LIMIT } = {}) =>
      onChannel(async ({ channel }) => {
        const taken = await take(channel, queue, limit);
        await putBack(channel, queue, taken);
        return taken.map(described);
      }),
    replay: (queue, choice = {}) => withChosen(queue, choice, (confirming, message) => moveBack(confirming, queue, message)),
    discard: (queue, choice = {}) => withChosen(queue, choice, ({ channel }, message) => channel.ack(message)),
  };
}

const lengthOf = async (channel: Channel, queue: string): Promise<number> =>
  (await channel.checkQueue(deadLetterQueueOf(queue))).messageCount;

/** At most as many as are there now, so that none is taken twice. */
async function take(channel: Channel, queue: string, limit: number): Promise<GetMessage[]> {
  const length = await lengthOf(channel, subscribed(queue));
  const taken: GetMessage[] = [];
  while (taken.length < Math.min(limit, length)) {
    const message = await channel.get(deadLetterQueueOf(queue));
    if (message === false) break;
    taken.push(message);
  }
  return taken;
}

/** Waits until the broker has put them back: the next call must find them. */
async function putBack(channel: Channel, queue: string, messages: GetMessage[]): Promise<void> {
  for (const message of messages) channel.nack(message, false, true);
  const deadline = Date.now() + PUT_BACK_TIMEOUT_MS;
  while ((await lengthOf(channel, queue)) < messages.length && Date.now() < deadline) await delay(LOOK_EVERY_MS);
}

async function moveBack({ channel, publish }: ConfirmingChannel, queue: string, message: GetMessage): Promise<void> {
  const outcome = await publish(replayMessage(message, queue));
  if (outcome !== 'confirmed') throw new BrokerUnavailable(`the message broker did not accept a replayed dead letter: ${outcome}`);
  channel.ack(message);
}

function described(message: GetMessage): DeadLetter {
  const { messageId, type, correlationId } = message.properties as Options.Publish;
  const { tries, reason, at } = failureOf(message);
  return {
    event_id: textOrNull(messageId),
    event_type: textOrNull(type),
    correlation_id: textOrNull(correlationId),
    reason,
    tries,
    failed_at: at,
    headers: message.properties.headers ?? {},
    body: message.content.toString('utf8'),
  };
}

function subscribed(queue: string): string {
  if (!subscribedQueues.some((one) => one.queue === queue)) throw new RangeError(`nobody subscribes by a queue ${queue}`);
  return queue;
}

const textOrNull = (value: string | undefined): string | null => value || null;
