/** The rules of the lockout: where a failed sign-in counts, how failures expire, and how long they lock, twice as long each time. */

export type LockoutSettings = { afterFailures: number; firstSeconds: number };

/** The failures stored under `key`; `afterFailures` of them lock it. */
export type Counter = { key: string; afterFailures: number };

/** `isKnown`: somebody has signed in with the name from this network lately. */
export type Origin = { username: string; network: string; isKnown: boolean };

export const LONGEST_SECONDS = 900;
// Many people may share an address, and somebody's name must not be locked everywhere by one who guesses from elsewhere.
const SHARED_FACTOR = 10;
/** As many failures as lock expire in this time. */
const EXPIRY_SECONDS = 3_600;
/** By then all have expired, however many they were. */
export const FORGOTTEN_AFTER_DAYS = 1;
/** How long a network stays known after a sign-in: longer than a sign-in can be refreshed. */
export const KNOWN_DAYS = 90;

/**
 * From a network where the name is known only its own failures there count, so that nobody else can lock it.
 * Always in the same order, so that simultaneous attempts do not deadlock.
 */
export function countersFor({ username, network, isKnown }: Origin, { afterFailures }: LockoutSettings): Counter[] {
  const own = { key: nameAtNetworkKey({ username, network }), afterFailures };
  if (isKnown) return [own];
  const shared = afterFailures * SHARED_FACTOR;
  return [{ key: `address ${network}`, afterFailures: shared }, own, { key: `name ${folded(username)}`, afterFailures: shared }];
}

export const nameAtNetworkKey = ({ username, network }: Omit<Origin, 'isKnown'>): string => `both ${network} ${folded(username)}`;

export const folded = (username: string): string => username.normalize('NFC').toLowerCase();

/** `seconds_since` the last. */
export type Failures = { failures: number; seconds_since: number };

/** With one more failure. */
export const failuresAfter = ({ failures, seconds_since }: Failures, { afterFailures }: Counter): number =>
  Math.max(0, failures - (seconds_since * afterFailures) / EXPIRY_SECONDS) + 1;

/** A failure that has expired in part counts in full. */
export function lockedForSeconds(failures: number, { afterFailures, firstSeconds }: LockoutSettings): number {
  const counted = Math.ceil(failures);
  return counted < afterFailures ? 0 : Math.min(LONGEST_SECONDS, firstSeconds * 2 ** (counted - afterFailures));
}
