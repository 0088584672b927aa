/** What a name is, the same for everything that has one: trimmed, NFC, 1 to 200 characters; refuses with VALIDATION_ERROR. */
import { Rejection } from './rejection.ts';

export const NAME_LENGTH = 200;

export function nameFrom(raw: string, field = 'name'): string {
  const name = raw.trim().normalize('NFC');
  const length = [...name].length;
  if (length === 0) throw new Rejection('VALIDATION_ERROR', `${field} must not be empty`, { field });
  if (length > NAME_LENGTH) {
    throw new Rejection('VALIDATION_ERROR', `${field} must have at most ${NAME_LENGTH} characters, it has ${length}`, { field });
  }
  return name;
}
