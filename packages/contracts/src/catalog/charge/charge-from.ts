/** Checks what people write of a charge, and returns it as it is stored; refuses with VALIDATION_ERROR, naming the field. */
import { Rejection } from '../../rejection.ts';
import { foldedLine } from '../../text/index.ts';
import { type Charge, LONGEST_COMMITMENT, MOST_PERIODS } from './charge.ts';
import { isThing, unitOf } from './unit.ts';

/** As long as the unit of a price may be. */
export const UNIT_LENGTH = 50;

export function chargeFrom({ type, every, per: written, for_months }: Charge): Charge {
  const per = written === undefined ? undefined : foldedLine(written);
  const isRecurring = type === 'recurring';
  if (isRecurring && !every) refuse('every', 'is required of a recurring charge');
  if (!isRecurring && every) refuse('every', 'is for recurring charges only');
  if (!isRecurring && for_months !== undefined) refuse('for_months', 'is for recurring charges only');
  if (type === 'usage' && per === undefined) refuse('per', 'is required of a charge by usage');
  if (every && !isWithin(every.count, MOST_PERIODS)) refuse('every.count', `must be a whole number from 1 to ${MOST_PERIODS}`);
  if (for_months !== undefined && !isWithin(for_months, LONGEST_COMMITMENT)) {
    refuse('for_months', `must be a whole number from 1 to ${LONGEST_COMMITMENT}`);
  }
  if (per !== undefined && !isThing(per)) refuse('per', "must name one thing, in letters, digits, spaces and . - & + ', and no period");
  const charge = {
    type,
    ...(every && { every: { count: every.count, unit: every.unit } }),
    ...(per !== undefined && { per }),
    ...(for_months !== undefined && { for_months }),
  };
  if ([...unitOf(charge)].length > UNIT_LENGTH) refuse('per', `is too long: "${unitOf(charge)}" has more than ${UNIT_LENGTH} characters`);
  return charge;
}

const isWithin = (count: number, most: number): boolean => Number.isInteger(count) && count >= 1 && count <= most;

function refuse(field: string, why: string): never {
  throw new Rejection('VALIDATION_ERROR', `charge.${field} ${why}`, { field: `charge.${field}` });
}
