/** RabbitMQ for the services: one topology, confirmed publishing, consuming with retries, dead letters and their replay. */
export type { OutgoingMessage } from './outgoing-message.ts';
export type { Handlers, TopicsOf } from './consumer.ts';
export type { DeadLetter, DeadLetters } from './dead-letters.ts';
export { connectEventBus, type EventBus, type EventBusOptions } from './event-bus.ts';
export type { EventBusSettings } from './event-bus-settings.ts';
export { BrokerUnavailable, type PublishResult } from './publisher.ts';
export { readEvent } from './read-event.ts';
export { deadLetterQueueOf, queuesOf, type SubscribedQueue, subscribedQueues } from './topology.ts';
