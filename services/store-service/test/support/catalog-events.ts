/** Events as the owners of the catalog publish them, and a small catalog to publish. */
import type { AnyEvent, Characteristic, EventOnTopic, EventType, Offering, Price, Specification, Topic } from '@catalog/contracts';
import { randomUUID } from 'node:crypto';
import { aCharacteristic, anOffering, aPrice, aSpecification } from '../../../../test/support/events.ts';

export const eventOf = <E extends AnyEvent>(event_type: EventType, payload: E['payload']): E => ({
  event_id: randomUUID(),
  event_type,
  schema_version: '1.0',
  entity_version: payload.version,
  timestamp: new Date().toISOString(),
  correlation_id: 'test',
  payload,
}) as E;

const eventsOn = <T extends Topic>(_topic: T) =>
  (event_type: EventOnTopic[T]['event_type'], payload: EventOnTopic[T]['payload']) => eventOf<EventOnTopic[T]>(event_type, payload);

export const characteristicEvent = eventsOn('resource.characteristics.events');
export const specificationEvent = eventsOn('resource.specifications.events');
export const priceEvent = eventsOn('commercial.pricing.events');
export const offeringEvent = eventsOn('product.offerings.events');

export type SmallCatalog = { characteristic: Characteristic; specification: Specification; price: Price; offering: Offering };

/** One of each, the offering published at version 3 by a saga that started at version 2. */
export function smallCatalog(): SmallCatalog {
  const characteristic = aCharacteristic();
  const specification = aSpecification({ characteristic_ids: [characteristic.id] });
  const price = aPrice();
  const offering = anOffering({
    specification_ids: [specification.id],
    pricing_ids: [price.id],
    lifecycle_status: 'PUBLISHED',
    saga_id: randomUUID(),
    published_at: '2026-01-16T10:00:00.000Z',
    version: 3,
  });
  return { characteristic, specification, price, offering };
}

export const publishing = (offering: Offering): Offering => ({ ...offering, lifecycle_status: 'PUBLISHING', published_at: null, version: 2 });
export const retired = (offering: Offering): Offering => ({ ...offering, lifecycle_status: 'RETIRED', version: 4 });
