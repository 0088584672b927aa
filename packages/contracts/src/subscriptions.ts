/** Who listens to what. Publishers and subscribers both declare these queues, so that nothing is lost before the first consumer exists. */
import { type Topic, topics } from './events.ts';

export const EVENTS_EXCHANGE = 'catalog.events';

export const subscriptions = {
  'characteristic-service': ['resource.specifications.events'],
  'specification-service': ['resource.characteristics.events', 'product.offerings.events'],
  'pricing-service': ['product.offerings.events'],
  'offering-service': ['resource.specifications.events', 'commercial.pricing.events'],
  'store-service': [
    'resource.characteristics.events',
    'resource.specifications.events',
    'commercial.pricing.events',
    'product.offerings.events',
  ],
} as const satisfies Record<string, readonly Topic[]>;
export type Subscriber = keyof typeof subscriptions;

/** `store-service.offerings.queue` */
export const queueName = (subscriber: Subscriber, topic: Topic): string => `${subscriber}.${topics[topic].aggregate}.queue`;
