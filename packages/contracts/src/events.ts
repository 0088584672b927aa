/** Every event: its schema, the topic it is published on, and the type of the events on a topic. */
import {
  type Category,
  type CategoryEvent,
  categoryEvents,
  categoryEventSchemas,
  type Characteristic,
  type CharacteristicEvent,
  characteristicEvents,
  characteristicEventSchemas,
  type Offering,
  type OfferingEvent,
  offeringEvents,
  offeringEventSchemas,
  type Price,
  type PriceEvent,
  priceEvents,
  priceEventSchemas,
  type Specification,
  type SpecificationEvent,
  specificationEvents,
  specificationEventSchemas,
} from './catalog/index.ts';
import type { Event } from './event-schema.ts';

/** For each topic its aggregate, which names its queues, and its types of event (SRS Appendix E). */
export const topics = {
  'resource.characteristics.events': { aggregate: 'characteristics', events: characteristicEvents },
  'resource.specifications.events': { aggregate: 'specifications', events: specificationEvents },
  'commercial.pricing.events': { aggregate: 'prices', events: priceEvents },
  'product.categories.events': { aggregate: 'categories', events: categoryEvents },
  'product.offerings.events': { aggregate: 'offerings', events: offeringEvents },
} as const;
export type Topic = keyof typeof topics;

export type EventOnTopic = {
  'resource.characteristics.events': Event<CharacteristicEvent, Characteristic>;
  'resource.specifications.events': Event<SpecificationEvent, Specification>;
  'commercial.pricing.events': Event<PriceEvent, Price>;
  'product.categories.events': Event<CategoryEvent, Category>;
  'product.offerings.events': Event<OfferingEvent, Offering>;
};
export type AnyEvent = EventOnTopic[Topic];
export type EventType = AnyEvent['event_type'];

export const eventSchemas = {
  ...characteristicEventSchemas,
  ...specificationEventSchemas,
  ...priceEventSchemas,
  ...categoryEventSchemas,
  ...offeringEventSchemas,
} as const;

export function topicOf(type: EventType): Topic {
  const found = Object.entries(topics).find(([, { events }]) => (events as readonly string[]).includes(type));
  if (!found) throw new TypeError(`no topic carries ${type}`);
  return found[0] as Topic;
}
