/** Specifications for tests: valid unless told otherwise. */
import type { Specification } from '@catalog/contracts';
import { randomUUID } from 'node:crypto';
import type { SpecificationInput } from '../src/api.ts';

export const anInput = (changes: Partial<SpecificationInput> = {}): SpecificationInput => ({
  name: 'Fibre 100',
  characteristic_ids: [randomUUID()],
  ...changes,
});

export const aSpecification = (changes: Partial<Specification> = {}): Specification => ({
  id: randomUUID(),
  ...anInput(),
  invalid: false,
  version: 1,
  created_at: '2026-01-15T10:00:00.000Z',
  updated_at: '2026-01-15T10:00:00.000Z',
  ...changes,
});
