/** Characteristics for tests: valid unless told otherwise. */
import type { Characteristic } from '@catalog/contracts';
import { randomUUID } from 'node:crypto';
import type { CharacteristicInput } from '../src/api.ts';

export const anInput = (changes: Partial<CharacteristicInput> = {}): Required<CharacteristicInput> => ({
  name: 'Speed 100',
  attribute: 'Speed',
  value: '100',
  unit_of_measure: 'Mbps',
  ...changes,
});

export const aCharacteristic = (changes: Partial<Characteristic> = {}): Characteristic => ({
  id: randomUUID(),
  ...anInput(),
  version: 1,
  created_at: '2026-01-15T10:00:00.000Z',
  updated_at: '2026-01-15T10:00:00.000Z',
  ...changes,
});
