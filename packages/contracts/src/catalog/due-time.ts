/** When something is due: what people give, with whatever offset, as a time in UTC. */
import { Rejection } from '../rejection.ts';

const FARTHEST_DAYS = 730;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Refuses a time that has passed or is too far ahead. */
export function dueTimeFrom(given: string, now: string, field = 'at'): string {
  const ahead = Date.parse(given) - Date.parse(now);
  if (ahead > 0 && ahead <= FARTHEST_DAYS * DAY_MS) return new Date(given).toISOString();
  // What the format allows and no clock shows (a leap second) is NaN.
  const fault = ahead <= 0 ? 'must be in the future' : `must be a time at most ${FARTHEST_DAYS} days ahead`;
  throw new Rejection('VALIDATION_ERROR', `${field} ${fault}`, { field });
}
