/** How an event looks as a message, and what is written on it when it has to wait or is given up. */
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
  again(message, { exchange: retryExchangeOf(delayMs), routingKey: queue }, headersOf(failure));

export const deadLetter = (message: Message, queue: string, failure: Failure): BrokerMessage =>
  again(message, { exchange: '', routingKey: deadLetterQueueOf(queue) }, headersOf(failure));

/** As if it had never been tried. */
export const replayMessage = (message: Message, queue: string): BrokerMessage => again(message, { exchange: '', routingKey: queue }, {});

/** What is written on a message about its past; a broker that gave it up itself wrote its own words. */
export function failureOf({ properties }: Message): Failure {
  const headers = properties.headers ?? {};
  return {
    tries: Number(headers[TRIES] ?? 0),
    reason: String(headers[REASON] ?? headers['x-first-death-reason'] ?? 'unknown'),
    at: String(headers[FAILED_AT] ?? ''),
  };
}

const headersOf = ({ tries, reason, at }: Failure) => ({ [TRIES]: tries, [REASON]: reason.slice(0, REASON_LENGTH).toWellFormed(), [FAILED_AT]: at });

function again(message: Message, address: { exchange: string; routingKey: string }, headers: Record<string, unknown>): BrokerMessage {
  const { messageId = randomUUID(), contentType, type, correlationId } = message.properties as Options.Publish;
  return {
    ...address,
    content: message.content,
    properties: {
      messageId,
      ...(contentType && { contentType }),
      ...(type && { type }),
      ...(correlationId && { correlationId }),
      headers: { ...withoutPast(message), ...headers },
    },
  };
}

/** The broker's own notes (x-death …) would grow with each round, and would make it see a cycle. */
function withoutPast({ properties }: Message): Record<string, unknown> {
  const kept = Object.entries(properties.headers ?? {})
    .filter(([name]) => !/^x-(?:death|first-death-.*|last-death-.*|delivery-count|tries|reason|failed-at)$/.test(name));
  return Object.fromEntries(kept);
}
