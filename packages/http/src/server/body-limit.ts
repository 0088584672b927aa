/** How long the body of an operation may be: what nobody has to sign in for gets a few kilobytes, what takes no body next to nothing. */
import type { Operation } from './operation.ts';

const KIB = 1_024;

/** In bytes. The longest that an honest one needs is an offering's of 45 KiB, with every character of its description escaped. */
export function bodyLimitOf({ access, body }: Operation): number {
  if (!body) return KIB;
  return (access === 'public' ? 8 : 64) * KIB;
}
