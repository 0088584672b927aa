/** What failures to sign in are counted for, how they are forgotten one by one, and how long is to be waited after them: twice as long each time, up to a limit. */

export type LockoutSettings = { afterFailures: number; firstSeconds: number };

/** The failures that are known under `key`; `afterFailures` of them lock it. */
export type Counted = { key: string; afterFailures: number };

/** `isKnown`: somebody has signed in with the name from this network lately. */
export type Origin = { username: string; network: string; isKnown: boolean };

export const LONGEST_SECONDS = 900;
// Many people may share an address, and somebody's name must not be locked everywhere by one who guesses from elsewhere.
const SHARED_FACTOR = 10;
/** As many failures as lock are forgotten in this time. */
export const FORGOTTEN_SECONDS = 3_600;
/** For so long is a network known after a sign-in: longer than a sign-in can be refreshed. */
export const KNOWN_DAYS = 90;

/**
 * From where the name is known only its own failures there count, so that nobody else can lock it.
 * Always in the same order, so that simultaneous attempts cannot lock each other's rows crosswise.
 */
export function countedFor({ username, network, isKnown }: Origin, { afterFailures }: LockoutSettings): Counted[] {
  const own = { key: keyOfBoth({ username, network }), afterFailures };
  if (isKnown) return [own];
  const shared = afterFailures * SHARED_FACTOR;
  return [{ key: `address ${network}`, afterFailures: shared }, own, { key: `name ${folded(username)}`, afterFailures: shared }];
}

export const keyOfBoth = ({ username, network }: { username: string; network: string }): string => `both ${network} ${folded(username)}`;

export const folded = (username: string): string => username.normalize('NFC').toLowerCase();

/** With one more; `seconds_since` the last. */
export const failuresAfter = ({ failures, seconds_since }: { failures: number; seconds_since: number }, { afterFailures }: Counted): number =>
  Math.max(0, failures - (seconds_since * afterFailures) / FORGOTTEN_SECONDS) + 1;

/** One that is forgotten in part counts in full. */
export function lockedForSeconds(failures: number, { afterFailures, firstSeconds }: LockoutSettings): number {
  const counted = Math.ceil(failures);
  return counted < afterFailures ? 0 : Math.min(LONGEST_SECONDS, firstSeconds * 2 ** (counted - afterFailures));
}
