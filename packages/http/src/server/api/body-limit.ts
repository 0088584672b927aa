/** How long the body of an operation may be: a few kilobytes where nobody has to sign in, next to nothing where it takes no body. */
import { KIB } from '../body/index.ts';
import type { Access, Operation } from './operation.ts';

/** In bytes. The longest that an honest client needs is an offering's of 45 KiB, with every character of its description escaped. */
export const bodyLimitOf = ({ access, body }: Operation): number => (body ? longestBody(access) : KIB);

/** In bytes, of all operations with this access. */
export const longestBody = (access: Access): number => (access === 'public' ? 8 : 64) * KIB;
