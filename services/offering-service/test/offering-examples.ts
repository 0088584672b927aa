/** Offerings for tests: complete drafts unless told otherwise. */
import type { Offering } from '@catalog/contracts';
import { randomUUID } from 'node:crypto';
import type { OfferingInput } from '../src/offering-bodies.ts';
import type { References } from '../src/rules/index.ts';

export const specificationId = randomUUID();
const priceId = randomUUID();
const categoryId = randomUUID();
export const references: References = {
  specifications: [{ id: specificationId, invalid: false }],
  prices: [{ id: priceId }],
  categories: [{ id: categoryId }],
};

export const anInput = (changes: Partial<OfferingInput> = {}): OfferingInput => ({
  name: 'Home Fibre 100',
  description: 'Fast and steady.',
  specification_ids: [specificationId],
  pricing_ids: [priceId],
  sales_channels: ['online', 'retail'],
  category_ids: [categoryId],
  ...changes,
});

export const anOffering = (changes: Partial<Offering> = {}): Offering => ({
  id: randomUUID(),
  ...(anInput({ external_id: null }) as Required<OfferingInput>),
  lifecycle_status: 'DRAFT',
  saga_id: null,
  last_publication_error: null,
  published_at: null,
  retired_at: null,
  scheduled: null,
  version: 1,
  created_at: '2026-01-15T10:00:00.000Z',
  updated_at: '2026-01-15T10:00:00.000Z',
  ...changes,
});
