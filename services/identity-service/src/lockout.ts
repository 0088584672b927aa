/** What failures to sign in are counted for, and how long is to be waited after them: twice as long each time, up to a limit. */

export type LockoutSettings = { afterFailures: number; firstSeconds: number };

/** The failures in a row that are known under `key`; `afterFailures` of them lock it. */
export type Counted = { key: string; afterFailures: number };

export const LONGEST_SECONDS = 900;
// Many people may share an address, and somebody's name must not be locked everywhere by one who guesses from elsewhere.
const SHARED_FACTOR = 10;

/** Always in the same order, so that simultaneous attempts cannot lock each other's rows crosswise. */
export function countedFor({ username, network }: { username: string; network: string }, { afterFailures }: LockoutSettings): Counted[] {
  const shared = afterFailures * SHARED_FACTOR;
  return [
    { key: `address ${network}`, afterFailures: shared },
    { key: keyOfBoth({ username, network }), afterFailures },
    { key: `name ${folded(username)}`, afterFailures: shared },
  ];
}

export const keyOfBoth = ({ username, network }: { username: string; network: string }): string => `both ${network} ${folded(username)}`;

export function lockedForSeconds(failures: number, { afterFailures, firstSeconds }: LockoutSettings): number {
  return failures < afterFailures ? 0 : Math.min(LONGEST_SECONDS, firstSeconds * 2 ** (failures - afterFailures));
}

const folded = (username: string): string => username.normalize('NFC').toLowerCase();
