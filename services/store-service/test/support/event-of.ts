/** Events about a thing, as its owner publishes them. */
import type { AnyEvent, EventOnTopic, EventType, Topic } from '@catalog/contracts';
import { randomUUID } from 'node:crypto';

export const eventOf = <E extends AnyEvent>(event_type: EventType, payload: E['payload']): E =>
  ({
    event_id: randomUUID(),
    event_type,
    schema_version: '1.0',
    entity_version: payload.version,
    timestamp: new Date().toISOString(),
    correlation_id: 'test',
    payload,
  }) as E;

const eventsOn =
  <T extends Topic>(_topic: T) =>
  (event_type: EventOnTopic[T]['event_type'], payload: EventOnTopic[T]['payload']) =>
    eventOf<EventOnTopic[T]>(event_type, payload);

export const characteristicEvent = eventsOn('resource.characteristics.events');
export const specificationEvent = eventsOn('resource.specifications.events');
export const priceEvent = eventsOn('commercial.pricing.events');
export const categoryEvent = eventsOn('product.categories.events');
export const offeringEvent = eventsOn('product.offerings.events');
