/** Reads a message of a topic: a valid event, one of a type that is not known (yet), or an invalid message. */
import { type EventOnTopic, eventSchemas, type EventType, type Topic, topics } from '@catalog/contracts';
import { faultsOf } from '@catalog/validation';

export type Reading<T extends Topic> =
  { kind: 'event'; event: EventOnTopic[T] } | { kind: 'unknown'; type: string } | { kind: 'invalid'; reason: string };

export function readEvent<T extends Topic>(topic: T, content: Buffer): Reading<T> {
  const message = parsed(content);
  if (message === undefined) return { kind: 'invalid', reason: 'the message is not a JSON object' };
  const type = message['event_type'];
  if (typeof type !== 'string') return { kind: 'invalid', reason: 'event_type is missing' };
  if (!isCarriedBy(topic, type)) return { kind: 'unknown', type };
  const faults = faultsIn(message, type);
  if (faults) return { kind: 'invalid', reason: faults };
  return { kind: 'event', event: message as unknown as EventOnTopic[T] };
}

function parsed(content: Buffer): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(content.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

const isCarriedBy = (topic: Topic, type: string): type is EventType => (topics[topic].events as readonly string[]).includes(type);

const checks = new Map<EventType, ReturnType<typeof faultsOf>>();

/** Compiled at first use: a service receives a few of the types. */
function faultsIn(message: object, type: EventType): string | undefined {
  const check = checks.get(type) ?? faultsOf(eventSchemas[type], type);
  checks.set(type, check);
  return check(message);
}
