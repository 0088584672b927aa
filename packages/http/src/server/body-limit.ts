/** How long the body of an operation may be: what nobody has to sign in for gets a few kilobytes, what takes no body next to nothing. */
import { Rejection } from '@catalog/contracts';
import type { Operation } from './operation.ts';

const KIB = 1_024;

/** In bytes. The longest that an honest one needs is an offering's of 45 KiB, with every character of its description escaped. */
export const bodyLimitOf = ({ access, body }: Operation): number => (body ? longestBody(access) : KIB);

/** Of whatever somebody with this access may do, in bytes. */
export const longestBody = (access: Operation['access']): number => (access === 'public' ? 8 : 64) * KIB;

export const bodyTooLarge = (limitBytes: number): Rejection => new Rejection('BODY_TOO_LARGE', `The body may have at most ${limitBytes / KIB} KiB`);
