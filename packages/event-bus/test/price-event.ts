/** Events to send in tests: as the outbox gives them to the bus, and as they lie in a message. */
import { randomUUID } from 'node:crypto';
import type { EventOnTopic } from '@catalog/contracts';
import type { OutgoingMessage } from '@catalog/event-bus';

export type PriceEvent = EventOnTopic['commercial.pricing.events'];

export function aPriceEvent(differences: object = {}): PriceEvent {
  const now = new Date().toISOString();
  return {
    event_id: randomUUID(),
    event_type: 'PriceCreated',
    schema_version: '1.0',
    entity_version: 1,
    timestamp: now,
    correlation_id: 'request-1',
    payload: {
      id: randomUUID(),
      name: 'Fibre 100 monthly',
      value: 24.99,
      unit: 'per month',
      currency: 'USD',
      locked: false,
      locked_by_saga_ids: [],
      version: 1,
      created_at: now,
      updated_at: now,
    },
    ...differences,
  };
}

export const outgoing = (event: PriceEvent, topic = 'commercial.pricing.events'): OutgoingMessage => ({
  event_id: event.event_id,
  topic,
  payload: event,
  headers: { 'x-correlation-id': event.correlation_id },
});
