/** Subscribes as the offering service does, with a handler for prices alone: one subscriber with little to declare beside it. */
import type { EventBus, Handlers } from '@catalog/event-bus';

export const PRICES_QUEUE = 'offering-service.prices.queue';

export const subscribeToPrices = (
  bus: EventBus,
  handle: Handlers<'offering-service'>['commercial.pricing.events'],
  options: { prefetch?: number } = {},
): Promise<void> =>
  bus.subscribe(
    'offering-service',
    {
      'resource.characteristics.events': async () => {},
      'resource.specifications.events': async () => {},
      'commercial.pricing.events': handle,
    },
    options,
  );
