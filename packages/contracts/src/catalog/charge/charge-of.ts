/** How a price is charged, also one of before there were charges: then as its unit says, where that is plain; else null. */
import type { Charge } from './charge.ts';
import { chargeFromUnit } from './unit.ts';

export const chargeOf = ({ charge, unit }: { unit: string; charge?: Charge | null }): Charge | null =>
  charge ?? chargeFromUnit(unit) ?? null;
