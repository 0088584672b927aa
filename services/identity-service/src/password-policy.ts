/** What a new password must be like: long rather than contrived, and nothing that a name or a single key gives away. */
import { Rejection } from '@catalog/contracts';

export const MINIMUM_LENGTH = 10;
export const MAXIMUM_BYTES = 72;
const MINIMUM_DIFFERENT = 5;

export function requireGoodPassword(password: string, username: string): void {
  const fault = faultOf(password, username);
  if (fault) throw new Rejection('VALIDATION_ERROR', `password ${fault}`, { field: 'password' });
}

/** bcrypt looks at no more than so many bytes: what it would cut off is refused, for new passwords and for those to be checked. */
export const isTooLong = (password: string): boolean => Buffer.byteLength(password) > MAXIMUM_BYTES;

function faultOf(password: string, username: string): string | undefined {
  const characters = [...password];
  if (characters.length < MINIMUM_LENGTH) return `must have at least ${MINIMUM_LENGTH} characters`;
  if (isTooLong(password)) return `must have at most ${MAXIMUM_BYTES} bytes`;
  if (new Set(characters).size < MINIMUM_DIFFERENT) return `must have at least ${MINIMUM_DIFFERENT} different characters`;
  if (isSpunFrom(username, password)) return 'must not be made of the username';
  return undefined;
}

/** Short names are in many good sentences. */
const isSpunFrom = (username: string, password: string): boolean =>
  password.toLowerCase().replaceAll(username.toLowerCase(), '').length < MINIMUM_DIFFERENT;
