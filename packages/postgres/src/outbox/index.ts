/** Events written beside the changes they tell of, and the relay that publishes them. */
export { appendEvent, type DomainEvent } from './append-event.ts';
export { type FailedEvent, failedEvents, requeueFailedEvents } from './failed-events.ts';
export type { OutboxMessage, PublishBatch, PublishResult } from './outbox-batch.ts';
export { type OutboxRelay, type OutboxRelayOptions, startOutboxRelay } from './outbox-relay.ts';
export { type OutboxSettings } from './outbox-settings.ts';
