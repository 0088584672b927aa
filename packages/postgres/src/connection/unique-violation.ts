/** Which rule of uniqueness an error broke: the name of the constraint or index, or undefined for any other error. */
import { UniqueIntegrityConstraintViolationError } from 'slonik';

export function uniqueViolation(error: unknown): string | undefined {
  return error instanceof UniqueIntegrityConstraintViolationError ? (error.constraint ?? undefined) : undefined;
}
