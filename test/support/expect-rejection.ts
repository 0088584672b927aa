/** Expects an act to be refused, and returns the rejection. */
import { Rejection } from '@catalog/contracts';

export function expectRejection(act: () => unknown): Rejection {
  try {
    act();
  } catch (error) {
    if (error instanceof Rejection) return error;
    throw error;
  }
  throw new Error('it was not refused');
}
