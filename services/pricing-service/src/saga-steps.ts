/** What the pricing service does in a publication: lock the offering's prices, and release them when it has ended either way. */
import type { Step } from '@catalog/saga-worker';
import type { PriceLocks } from './price-locks.ts';

export const sagaSteps = (locks: PriceLocks): { 'lock-prices': Step<'lock-prices'>; 'unlock-prices': Step<'unlock-prices'> } => ({
  'lock-prices': async ({ pricingIds, sagaId }) => {
    await locks.lockAll(pricingIds, sagaId);
    return { lockResult: true };
  },

  'unlock-prices': async ({ sagaId }) => {
    await locks.releaseAll(sagaId);
    return {};
  },
});
