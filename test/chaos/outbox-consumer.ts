/** A subscriber that records how often each event came, and of every price the newest version, as a projection does; it can be held up. */
import type { Price } from '@catalog/contracts';
import { connectEventBus } from '@catalog/event-bus';

type HeardEvent = { event_id: string; aggregate_id: string; entity_version: number; times: number };
export type Heard = { events: Map<string, HeardEvent>; prices: Map<string, Price> };

export type OutboxConsumer = {
  heard: Heard;
  /** Until told to go on it handles nothing; the first event it handles then fails once. */
  holdUp(): { goOn(): void };
  close(): Promise<void>;
};

export async function startOutboxConsumer(rabbitmqUrl: string): Promise<OutboxConsumer> {
  const heard: Heard = { events: new Map(), prices: new Map() };
  const bus = await connectEventBus({ url: rabbitmqUrl, service: 'outbox-consumer' });
  let held = Promise.resolve();
  let failuresDue = 0;
  await bus.subscribe(
    'offering-service',
    {
      'resource.characteristics.events': async () => {},
      'resource.specifications.events': async () => {},
      'commercial.pricing.events': async ({ event_id, entity_version, payload }) => {
        await held;
        if (failuresDue > 0) {
          failuresDue -= 1;
          throw new Error('It fails once');
        }
        const before = heard.events.get(event_id);
        heard.events.set(event_id, { event_id, aggregate_id: payload.id, entity_version, times: (before?.times ?? 0) + 1 });
        if ((heard.prices.get(payload.id)?.version ?? 0) < payload.version) heard.prices.set(payload.id, payload);
      },
    },
    { prefetch: 200 },
  );
  return {
    heard,
    holdUp() {
      const { promise, resolve } = Promise.withResolvers<void>();
      [held, failuresDue] = [promise, 1];
      return { goOn: resolve };
    },
    close: () => bus.close(),
  };
}
