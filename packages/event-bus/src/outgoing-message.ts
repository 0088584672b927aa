/** An event as a message of the broker, and the headers it gets when it is retried or becomes a dead letter. */
import { randomUUID } from 'node:crypto';
import { CORRELATION_HEADER, EVENTS_EXCHANGE } from '@catalog/contracts';
import type { Message, Options } from 'amqplib';
import type { BrokerMessage } from './confirming-channel.ts';
import { deadLetterQueueOf, retryExchangeOf } from './topology.ts';

/** `payload` is the whole event; `headers` carry the trace and the correlation id of the request that caused it. */
export type OutgoingMessage = { event_id: string; topic: string; payload: object; headers: Record<string, string> };

export type Failure = { tries: number; reason: string; at: string };

const TRIES = 'x-tries';
const REASON = 'x-reason';
const FAILED_AT = 'x-failed-at';
const REASON_LENGTH = 1_000;

export function eventMessage({ event_id, topic, payload, headers }: OutgoingMessage): BrokerMessage {
  const type = 'event_type' in payload ? String(payload.event_type) : '';
  const correlationId = headers[CORRELATION_HEADER];
  return {
    exchange: EVENTS_EXCHANGE,
    routingKey: topic,
    content: Buffer.from(JSON.stringify(payload)),
    properties: { messageId: event_id, contentType: 'application/json', type, headers, ...(correlationId && { correlationId }) },
  };
}

/** To `queue` again, after the delay. */
export const retryMessage = (message: Message, queue: string, delayMs: number, failure: Failure): BrokerMessage =>
  copyOf(message, { exchange: retryExchangeOf(delayMs), routingKey: queue }, headersOf(failure));

export const deadLetter = (message: Message, queue: string, failure: Failure): BrokerMessage =>
  copyOf(message, { exchange: '', routingKey: deadLetterQueueOf(queue) }, headersOf(failure));

/** With all its tries again. */
export const replayMessage = (message: Message, queue: string): BrokerMessage => copyOf(message, { exchange: '', routingKey: queue }, {});

/** How often a message was tried and why it failed; a message that the broker itself gave up has the broker's own reason. */
export function failureOf({ properties }: Message): Failure {
  const headers = properties.headers ?? {};
  return {
    tries: Number(headers[TRIES] ?? 0),
    reason: String(headers[REASON] ?? headers['x-first-death-reason'] ?? 'unknown'),
    at: String(headers[FAILED_AT] ?? ''),
  };
}

const headersOf = ({ tries, reason, at }: Failure) => ({
  [TRIES]: tries,
  [REASON]: reason.slice(0, REASON_LENGTH).toWellFormed(),
  [FAILED_AT]: at,
});

function copyOf(message: Message, address: { exchange: string; routingKey: string }, headers: Record<string, unknown>): BrokerMessage {
  const { messageId = randomUUID(), contentType, type, correlationId } = message.properties as Options.Publish;
  return {
    ...address,
    content: message.content,
    properties: {
      messageId,
      ...(contentType && { contentType }),
      ...(type && { type }),
      ...(correlationId && { correlationId }),
      headers: { ...headersWithoutHistory(message), ...headers },
    },
  };
}

/** The broker's own headers (x-death …) would grow with each retry, and would make the broker see a cycle. */
function headersWithoutHistory({ properties }: Message): Record<string, unknown> {
  const kept = Object.entries(properties.headers ?? {}).filter(
    ([name]) => !/^x-(?:death|first-death-.*|last-death-.*|delivery-count|tries|reason|failed-at)$/.test(name),
  );
  return Object.fromEntries(kept);
}
