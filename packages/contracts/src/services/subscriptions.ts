/**
 * Which services publish on and subscribe to which topics. Publishers declare the queues too, so that no event is lost before they exist.
 */
import { type Topic, topics } from '../events.ts';
import type { services } from './manifest.ts';
import { factsOf, processNames } from './queries.ts';

export const EVENTS_EXCHANGE = 'catalog.events';

type Manifest = typeof services;
export type Subscriber = {
  [Name in keyof Manifest]: Manifest[Name] extends { subscribesTo: readonly Topic[] } ? Name : never;
}[keyof Manifest];

export const subscriptions = Object.fromEntries(
  processNames.flatMap((name) => {
    const { subscribesTo } = factsOf(name);
    return subscribesTo ? [[name, subscribesTo]] : [];
  }),
) as { [Name in Subscriber]: Manifest[Name]['subscribesTo'] };

/** `store-service.offerings.queue` */
export const queueName = (subscriber: Subscriber, topic: Topic): string => `${subscriber}.${topics[topic].aggregate}.queue`;

/** The service that publishes on a topic. */
export const publisherOf = (topic: Topic): string => processNames.find((name) => factsOf(name).publishes?.includes(topic))!;
