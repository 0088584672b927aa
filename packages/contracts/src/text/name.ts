/** What a name is, the same for everything that has one: a line of 1 to 200 characters, in NFC; refuses with VALIDATION_ERROR. */
import { lineFrom } from './lines.ts';

export const NAME_LENGTH = 200;

export const nameFrom = (raw: string, field = 'name'): string => lineFrom(raw, { field, longest: NAME_LENGTH });
