/** Publishes batches of events with a result for each, and single messages that must not be lost. */
import { EventEmitter, once } from 'node:events';
import { counter, withTrace } from '@catalog/observability';
import type { ChannelModel } from 'amqplib';
import { closeConnectionWith } from './broker-link.ts';
import { eventMessage, type OutgoingMessage } from './outgoing-message.ts';
import { type BrokerMessage, type ConfirmingChannel, openConfirmingChannel, type Outcome } from './confirming-channel.ts';

/** The error is about this one message. */
export type PublishResult = { ok: true } | { ok: false; error: string };

export class BrokerUnavailable extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BrokerUnavailable';
  }
}

export type Publisher = {
  open(connection: ChannelModel): Promise<void>;
  /** A result per message; throws BrokerUnavailable when the broker cannot be reached at all, or takes no messages. */
  publish(messages: OutgoingMessage[]): Promise<PublishResult[]>;
  /** Resolves once it is confirmed; waits while the broker is away or blocks publishers. Throws when refused, or when the signal aborts. */
  publishReliably(message: BrokerMessage, signal: AbortSignal): Promise<void>;
};

export function createPublisher(confirmTimeoutMs: number): Publisher {
  let channel: ConfirmingChannel | undefined;
  /** The broker is short of memory or disk: what is published waits in buffers, unread. */
  let isBlocked = false;
  const changes = new EventEmitter().setMaxListeners(0);

  async function usableChannel(signal: AbortSignal): Promise<ConfirmingChannel> {
    while (channel === undefined || isBlocked) await once(changes, 'usable', { signal });
    return channel;
  }

  return {
    async open(connection) {
      const opened = await openConfirmingChannel(connection, confirmTimeoutMs);
      closeConnectionWith(opened.channel, connection).once('close', () => {
        channel = undefined;
      });
      connection.on('blocked', () => {
        isBlocked = true;
      });
      connection.on('unblocked', () => {
        isBlocked = false;
        changes.emit('usable');
      });
      [channel, isBlocked] = [opened, false];
      changes.emit('usable');
    },

    async publish(messages) {
      if (messages.length === 0) return [];
      if (channel === undefined) throw new BrokerUnavailable('there is no connection to the message broker');
      // What the broker does not read would pile up in buffers, again with each try.
      if (isBlocked) throw new BrokerUnavailable('the message broker takes no messages at the moment');
      const { publish } = channel;
      const outcomes = await Promise.all(messages.map((message) => withTrace(message.headers, () => publish(eventMessage(message)))));
      if (outcomes.includes('lost')) throw new BrokerUnavailable('the connection to the message broker was lost while publishing');
      if (outcomes.every((outcome) => outcome === 'unconfirmed')) throw new BrokerUnavailable('the message broker confirms nothing');
      messages.forEach(({ topic }, index) => publishedEvents.inc({ topic, outcome: outcomes[index] ?? 'lost' }));
      return outcomes.map(resultOf);
    },

    async publishReliably(message, signal) {
      for (;;) {
        const outcome = await (await usableChannel(signal)).publish(message);
        if (outcome === 'confirmed') return;
        const isPassing = outcome === 'lost' || (outcome === 'unconfirmed' && isBlocked);
        if (!isPassing) throw new Error(`the broker did not accept the message: ${explanations[outcome]}`);
      }
    },
  };
}

const publishedEvents = counter({
  name: 'event_bus_published_events_total',
  help: 'Events given to the broker, by what became of them',
  labels: ['topic', 'outcome'],
});

function resultOf(outcome: Outcome): PublishResult {
  return outcome === 'confirmed' ? { ok: true } : { ok: false, error: explanations[outcome] };
}

const explanations: Record<Exclude<Outcome, 'confirmed'>, string> = {
  returned: 'no queue takes it (returned by the broker)',
  refused: 'refused by the broker',
  unconfirmed: 'not confirmed in time',
  lost: 'lost with the connection',
};
