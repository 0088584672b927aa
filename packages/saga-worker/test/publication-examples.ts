/** Publications to try the saga with, and steps that do nothing but succeed. */
import { randomUUID } from 'node:crypto';
import type { PublicationVariables } from '@catalog/contracts';
import type { Steps } from '../src/index.ts';

export const aPublication = (changes: Partial<PublicationVariables> = {}): PublicationVariables => ({
  offeringId: randomUUID(),
  offeringVersion: 3,
  sagaId: randomUUID(),
  specificationIds: [randomUUID(), randomUUID()],
  pricingIds: [randomUUID()],
  correlationId: `test-${randomUUID()}`,
  traceContext: { 'x-b3-traceid': '463ac35c9f6413ad48485a3953bb6124', 'x-b3-spanid': '0020000000000001', 'x-b3-sampled': '1' },
  deadline: 'PT1M',
  ...changes,
});

export const smoothSteps: Required<Steps> = {
  'lock-prices': async () => ({ lockResult: true }),
  'validate-specifications': async () => ({ validationResult: true }),
  'create-store-entry': async ({ offeringId }) => ({ storeEntryId: offeringId }),
  'confirm-publication': async () => ({ publishedAt: '2026-01-15T11:00:00.000Z' }),
  'revert-offering': async () => ({ outcome: 'DRAFT' }),
  'delete-store-entry': async () => ({}),
  'unlock-prices': async () => ({}),
};
