/** Writes an event beside the change it tells of, in the same transaction: both are there or neither is. The relay publishes it later. */
import { randomUUIDv7 } from 'node:crypto';
import { type Actor, actorOf, type AnyEvent, CORRELATION_HEADER, SCHEMA_VERSION, topicOf } from '@catalog/contracts';
import { currentCorrelationId, traceHeaders } from '@catalog/observability';
import { type Database, row, sql } from '../connection/index.ts';

/** What happened, and the whole state after it. */
export type DomainEvent = FactOf<AnyEvent>;

type FactOf<E extends AnyEvent> = E extends AnyEvent ? { type: E['event_type']; payload: E['payload'] } : never;

type Envelope = Omit<AnyEvent, 'event_type' | 'payload'> & { event_type: string; payload: { id: string } };

/** `actor` is whoever did it. */
export async function appendEvent(tx: Database, event: DomainEvent, actor?: Actor): Promise<void> {
  const correlationId = currentCorrelationId();
  const envelope: Envelope = {
    event_id: randomUUIDv7(),
    event_type: event.type,
    schema_version: SCHEMA_VERSION,
    entity_version: event.payload.version,
    timestamp: new Date().toISOString(),
    correlation_id: correlationId,
    ...(actor && { actor: actorOf(actor) }),
    payload: event.payload,
  };
  const headers = { ...traceHeaders(), [CORRELATION_HEADER]: correlationId };
  await tx.query(insert(topicOf(event.type), envelope, headers));
}

const insert = (topic: string, envelope: Envelope, headers: Record<string, string>) => sql.type(row())`
  insert into outbox (id, event_id, aggregate_id, entity_version, topic, payload, headers)
  values (gen_random_uuid(), ${envelope.event_id}, ${envelope.payload.id}, ${envelope.entity_version}, ${topic},
    ${JSON.stringify(envelope)}::jsonb, ${JSON.stringify(headers)}::jsonb)`;
