/** A subscriber that keeps what it hears: how often each event came, and of every price the newest version, as a projection does. */
import type { Price } from '@catalog/contracts';
import { connectEventBus } from '@catalog/event-bus';

export type HeardEvent = { event_id: string; aggregate_id: string; entity_version: number; times: number };
export type Heard = { events: Map<string, HeardEvent>; prices: Map<string, Price> };

export type OutboxConsumer = { heard: Heard; close(): Promise<void> };

export async function startOutboxConsumer(rabbitmqUrl: string): Promise<OutboxConsumer> {
  const heard: Heard = { events: new Map(), prices: new Map() };
  const bus = await connectEventBus({ url: rabbitmqUrl, service: 'outbox-consumer' });
  await bus.subscribe('offering-service', {
    'resource.specifications.events': async () => {},
    'commercial.pricing.events': async ({ event_id, entity_version, payload }) => {
      const before = heard.events.get(event_id);
      heard.events.set(event_id, { event_id, aggregate_id: payload.id, entity_version, times: (before?.times ?? 0) + 1 });
      if ((heard.prices.get(payload.id)?.version ?? 0) < payload.version) heard.prices.set(payload.id, payload);
    },
  }, { prefetch: 200 });
  return { heard, close: () => bus.close() };
}
