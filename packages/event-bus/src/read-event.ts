/** Reads a message of a topic: a valid event, one of a type that is not known (yet), or an invalid message. */
import { type EventOnTopic, eventSchemas, type EventType, type Topic, topics } from '@catalog/contracts';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

export type Reading<T extends Topic> =
  | { kind: 'event'; event: EventOnTopic[T] }
  | { kind: 'unknown'; type: string }
  | { kind: 'invalid'; reason: string };

export function readEvent<T extends Topic>(topic: T, content: Buffer): Reading<T> {
  const message = parsed(content);
  if (message === undefined) return { kind: 'invalid', reason: 'the message is not a JSON object' };
  const type = message['event_type'];
  if (typeof type !== 'string') return { kind: 'invalid', reason: 'event_type is missing' };
  if (!isCarriedBy(topic, type)) return { kind: 'unknown', type };
  const validate = validatorOf(type);
  if (!validate(message)) return { kind: 'invalid', reason: ajv.errorsText(validate.errors, { dataVar: type }) };
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

const ajv = new Ajv2020({ allErrors: true, strictTypes: false });
formats.default(ajv);

const validators = new Map<EventType, ValidateFunction>();

/** Compiled at first use: a service receives a few of the types. */
function validatorOf(type: EventType): ValidateFunction {
  const known = validators.get(type);
  if (known) return known;
  const validate = ajv.compile(eventSchemas[type]);
  validators.set(type, validate);
  return validate;
}
