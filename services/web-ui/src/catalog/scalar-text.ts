/** A scalar as text, and a charge as the unit that says it; empty for anything else. */
import { type Charge, chargeTypes, unitOf } from '@catalog/contracts';

export function scalarText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (isCharge(value)) return unitOf(value);
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

const isCharge = (value: unknown): value is Charge =>
  typeof value === 'object' && value !== null && 'type' in value && chargeTypes.some((type) => type === value.type);
