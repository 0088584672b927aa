/** Prices for tests: valid unless told otherwise. */
import type { Charge, Price } from '@catalog/contracts';
import { randomUUID } from 'node:crypto';
import type { PriceInput } from '../src/api.ts';

/** What "per month" says. */
export const monthly: Charge = { type: 'recurring', every: { count: 1, unit: 'month' } };

export const anInput = (changes: Partial<PriceInput> = {}): PriceInput => ({
  name: 'Fibre 100 monthly',
  value: 24.99,
  unit: 'per month',
  currency: 'USD',
  ...changes,
});

export const aPrice = (changes: Partial<Price> = {}): Price => ({
  id: randomUUID(),
  name: 'Fibre 100 monthly',
  value: 24.99,
  unit: 'per month',
  currency: 'USD',
  charge: monthly,
  reduced: null,
  locked: false,
  locked_by_saga_ids: [],
  version: 1,
  created_at: '2026-01-15T10:00:00.000Z',
  updated_at: '2026-01-15T10:00:00.000Z',
  ...changes,
});
