/** Examples of the catalog's things, and publishing an event about one as the service that owns it would. */
import type { Actor, Category, Characteristic, EventType, Offering, Price, Specification } from '@catalog/contracts';
import { topicOf } from '@catalog/contracts';
import { connectEventBus } from '@catalog/event-bus';
import { randomUUID } from 'node:crypto';
import { eventually } from './eventually.ts';

const times = { created_at: '2026-01-15T10:00:00.000Z', updated_at: '2026-01-15T10:00:00.000Z' };

export const aCharacteristic = (changes: Partial<Characteristic> = {}): Characteristic => ({
  id: randomUUID(),
  name: `Speed ${randomUUID()}`,
  attribute: 'Speed',
  value: '100',
  unit_of_measure: 'Mbps',
  version: 1,
  ...times,
  ...changes,
});

export const aSpecification = (changes: Partial<Specification> = {}): Specification => ({
  id: randomUUID(),
  name: `Fibre ${randomUUID()}`,
  characteristic_ids: [randomUUID()],
  invalid: false,
  version: 1,
  ...times,
  ...changes,
});

export const aPrice = (changes: Partial<Price> = {}): Price => ({
  id: randomUUID(),
  name: `Monthly ${randomUUID()}`,
  value: 24.99,
  unit: 'per month',
  currency: 'USD',
  charge: null,
  reduced: null,
  locked: false,
  locked_by_saga_ids: [],
  version: 1,
  ...times,
  ...changes,
});

export const aCategory = (changes: Partial<Category> = {}): Category => ({
  id: randomUUID(),
  name: `Internet ${randomUUID()}`,
  parent_id: null,
  sort_order: 0,
  description: null,
  external_id: null,
  version: 1,
  ...times,
  ...changes,
});

export const anOffering = (changes: Partial<Offering> = {}): Offering => ({
  id: randomUUID(),
  external_id: null,
  name: 'Home Fibre 100',
  description: null,
  specification_ids: [],
  pricing_ids: [],
  sales_channels: ['online'],
  lifecycle_status: 'DRAFT',
  saga_id: null,
  last_publication_error: null,
  published_at: null,
  retired_at: null,
  version: 1,
  ...times,
  ...changes,
});

export async function publishEvent(
  rabbitmqUrl: string,
  type: EventType,
  payload: Characteristic | Specification | Price | Offering,
  { actor }: { actor?: Actor } = {},
): Promise<void> {
  const bus = await connectEventBus({ url: rabbitmqUrl, service: 'test' });
  try {
    const event_id = randomUUID();
    const event = {
      event_id,
      event_type: type,
      schema_version: '1.0',
      entity_version: payload.version,
      timestamp: new Date().toISOString(),
      correlation_id: randomUUID(),
      ...(actor && { actor }),
      payload,
    };
    await eventually(async () => {
      const [result] = await bus.publish([{ event_id, topic: topicOf(type), payload: event, headers: {} }]);
      if (!result?.ok) throw new Error(`not published: ${result?.error}`);
    });
  } finally {
    await bus.close();
  }
}
