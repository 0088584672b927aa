/** Publishes batches of events at once and says of each whether the broker has it; throws when the broker cannot be reached at all. */
import { counter, withTrace } from '@catalog/observability';
import type { ChannelModel } from 'amqplib';
import { eventMessage, type OutgoingMessage } from './broker-message.ts';
import { shareFate } from './broker-link.ts';
import { type ConfirmingChannel, openConfirmingChannel, type Outcome } from './confirming-channel.ts';

/** An error concerns this one message. */
export type PublishResult = { ok: true } | { ok: false; error: string };

export class BrokerUnavailable extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BrokerUnavailable';
  }
}

export type Publisher = {
  open(connection: ChannelModel): Promise<void>;
  publish(messages: OutgoingMessage[]): Promise<PublishResult[]>;
};

export function createPublisher(confirmTimeoutMs: number): Publisher {
  let channel: ConfirmingChannel | undefined;

  return {
    async open(connection) {
      const opened = await openConfirmingChannel(connection, confirmTimeoutMs);
      shareFate(opened.channel, connection).once('close', () => { channel = undefined; });
      channel = opened;
    },

    async publish(messages) {
      if (messages.length === 0) return [];
      if (channel === undefined) throw new BrokerUnavailable('there is no connection to the message broker');
      const { publish } = channel;
      const outcomes = await Promise.all(messages.map((message) => withTrace(message.headers, () => publish(eventMessage(message)))));
      if (outcomes.includes('lost')) throw new BrokerUnavailable('the connection to the message broker was lost while publishing');
      if (outcomes.every((outcome) => outcome === 'unconfirmed')) throw new BrokerUnavailable('the message broker confirms nothing');
      messages.forEach(({ topic }, index) => publishedEvents.inc({ topic, outcome: outcomes[index] ?? 'lost' }));
      return outcomes.map(resultOf);
    },
  };
}

const publishedEvents = counter({
  name: 'event_bus_published_events_total', help: 'Events given to the broker, by what became of them', labels: ['topic', 'outcome'],
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
