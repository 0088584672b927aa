/** What the pricing service does in a publication: lock the offering's prices, and release them when it has ended either way. */
import type { Step } from '@catalog/saga-worker';
import type { Prices } from './prices.ts';

export const sagaSteps = (prices: Prices): { 'lock-prices': Step<'lock-prices'>; 'unlock-prices': Step<'unlock-prices'> } => ({
  'lock-prices': async ({ pricingIds, sagaId }) => {
    await prices.lockAll(pricingIds, sagaId);
    return { lockResult: true };
  },

  'unlock-prices': async ({ sagaId }) => {
    await prices.releaseAll(sagaId);
    return {};
  },
});
