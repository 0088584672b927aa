/** What a new password must be like: long rather than contrived, and nothing that is guessed early or that its place gives away. */
import { Rejection } from '@catalog/contracts';
import type { ZxcvbnFactory } from '@zxcvbn-ts/core';

export const MINIMUM_LENGTH = 10;
export const MAXIMUM_BYTES = 72;
/** Of what is left without the words that everybody here would think of. */
const MINIMUM_OWN_LENGTH = 5;
const WORDS_OF_THE_PLACE = ['product', 'catalog', 'identity', 'service'];
/** Guesses that it takes at least, as a power of ten: far more than the lockout grants in years. */
const MINIMUM_GUESSES_LOG10 = 6;

export async function requireGoodPassword(password: string, username: string): Promise<void> {
  const fault = faultOf(password, username) ?? await guessability(password);
  if (fault) throw new Rejection('VALIDATION_ERROR', `password ${fault}`, { field: 'password' });
}

/** bcrypt looks at no more than so many bytes: what it would cut off is refused, for new passwords and for those to be checked. */
export const isTooLong = (password: string): boolean => Buffer.byteLength(password) > MAXIMUM_BYTES;

function faultOf(password: string, username: string): string | undefined {
  if ([...password].length < MINIMUM_LENGTH) return `must have at least ${MINIMUM_LENGTH} characters`;
  if (isTooLong(password)) return `must have at most ${MAXIMUM_BYTES} bytes`;
  if (isSpunFrom([username, ...WORDS_OF_THE_PLACE], password)) return 'must not be made of the username or of what this is: product, catalog';
  return undefined;
}

/** Short names are in many good sentences. */
function isSpunFrom(words: string[], password: string): boolean {
  const rest = words.reduce((left, word) => left.replaceAll(word.toLowerCase(), ''), password.toLowerCase());
  return rest.length < MINIMUM_OWN_LENGTH;
}

async function guessability(password: string): Promise<string | undefined> {
  const { guessesLog10 } = (await estimator()).check(password);
  return guessesLog10 < MINIMUM_GUESSES_LOG10 ? 'is among those that are guessed first: take several words that do not belong together' : undefined;
}

let loading: Promise<ZxcvbnFactory> | undefined;

/** Two megabytes of words: loaded once somebody chooses a password. */
function estimator(): Promise<ZxcvbnFactory> {
  loading ??= Promise.all([import('@zxcvbn-ts/core'), import('@zxcvbn-ts/language-common')])
    .then(([{ ZxcvbnFactory }, { adjacencyGraphs, dictionary }]) => new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs }));
  return loading;
}
