/** The refusal that an act ends with; an act that is not refused, or fails otherwise, fails the test. */
import { Rejection } from '@catalog/contracts';

export function rejectionOf(act: () => unknown): Rejection {
  try {
    act();
  } catch (error) {
    if (error instanceof Rejection) return error;
    throw error;
  }
  throw new Error('it was not refused');
}
