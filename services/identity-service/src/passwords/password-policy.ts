/** What a new password must be like: long, and neither easy to guess nor made of words that belong to this service. */
import { Rejection } from '@catalog/contracts';
import type { ZxcvbnFactory } from '@zxcvbn-ts/core';

export const MINIMUM_LENGTH = 10;
export const MAXIMUM_BYTES = 72;
/** Without the words that everybody here would think of. */
const MINIMUM_OWN_LENGTH = 5;
const WORDS_OF_THIS_SERVICE = ['product', 'catalog', 'identity', 'service'];
/** Guesses that it takes at least, as a power of ten: far more than the lockout grants in years. */
const MINIMUM_GUESSES_LOG10 = 6;

export async function enforcePasswordPolicy(password: string, username: string): Promise<void> {
  const fault = faultOf(password, username) ?? (await guessableFault(password));
  if (fault) throw notGood(fault);
}

/** bcrypt ignores what comes after so many bytes: such a password is refused, new or to be verified. */
export const isTooLong = (password: string): boolean => Buffer.byteLength(password) > MAXIMUM_BYTES;

export const tooLong = (): Rejection => notGood(TOO_LONG);

const TOO_LONG = `must have at most ${MAXIMUM_BYTES} bytes`;

const notGood = (fault: string): Rejection => new Rejection('VALIDATION_ERROR', `password ${fault}`, { field: 'password' });

function faultOf(password: string, username: string): string | undefined {
  if ([...password].length < MINIMUM_LENGTH) return `must have at least ${MINIMUM_LENGTH} characters`;
  if (isTooLong(password)) return TOO_LONG;
  if (isMadeOf([username, ...WORDS_OF_THIS_SERVICE], password)) {
    return 'must not be made of the username, or of words like product or catalog';
  }
  return undefined;
}

/** A password may contain the words, as a short name is in many good sentences, if enough is left without them. */
function isMadeOf(words: string[], password: string): boolean {
  const rest = words.reduce((left, word) => left.replaceAll(word.toLowerCase(), ''), password.toLowerCase());
  return rest.length < MINIMUM_OWN_LENGTH;
}

async function guessableFault(password: string): Promise<string | undefined> {
  const { guessesLog10 } = (await estimator()).check(password);
  if (guessesLog10 >= MINIMUM_GUESSES_LOG10) return undefined;
  return 'is among those that are guessed first: take several words that do not belong together';
}

let loading: Promise<ZxcvbnFactory> | undefined;

/** Two megabytes of words: loaded once somebody chooses a password. */
function estimator(): Promise<ZxcvbnFactory> {
  loading ??= Promise.all([import('@zxcvbn-ts/core'), import('@zxcvbn-ts/language-common')]).then(
    ([{ ZxcvbnFactory }, { adjacencyGraphs, dictionary }]) => new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs }),
  );
  return loading;
}
