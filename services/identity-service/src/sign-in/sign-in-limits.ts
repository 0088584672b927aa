/** Counts failed sign-ins in Postgres, for all replicas, whether or not such a user exists; refuses attempts during a lockout. */
import { Rejection } from '@catalog/contracts';
import { networkOf } from '@catalog/http/server';
import { type Database, row, sql } from '@catalog/postgres';
import {
  type Counter,
  countersFor,
  type Failures,
  failuresAfter,
  folded,
  KNOWN_DAYS,
  lockedForSeconds,
  type LockoutSettings,
  nameAtNetworkKey,
  type Origin,
} from '../rules/index.ts';

export type Attempt = { username: string; address: string };

export const signInLimits = (database: Database, settings: LockoutSettings) => {
  const countersOf = async (tx: Database, attempt: Attempt): Promise<Counter[]> => {
    const origin = originOf(attempt);
    return countersFor({ ...origin, isKnown: await tx.exists(isKnownNetwork(origin)) }, settings);
  };

  return {
    /** Refuses with TOO_MANY_REQUESTS while the name, the address, or the name from this address is locked out. */
    async requireNotLockedOut(attempt: Attempt): Promise<void> {
      const keys = (await countersOf(database, attempt)).map(({ key }) => key);
      const seconds = await database.oneFirst(secondsLocked(keys));
      if (seconds === null) return;
      throw new Rejection('TOO_MANY_REQUESTS', `Too many failed sign-ins: try again in ${seconds} s`, { retry_after_seconds: seconds });
    },

    /** Resolves to whether this failure began a lockout. */
    failed: (attempt: Attempt): Promise<boolean> =>
      database.transaction(async (tx) => {
        let isLocked = false;
        for (const counter of await countersOf(tx, attempt)) {
          await tx.query(insertCounter(counter.key));
          const failures = failuresAfter(await tx.one(lockCounter(counter.key)), counter);
          const seconds = lockedForSeconds(failures, { ...settings, afterFailures: counter.afterFailures });
          await tx.query(updateCounter(counter.key, { failures, seconds }));
          isLocked ||= seconds > 0;
        }
        return isLocked;
      }),

    /** Deletes the failures of this name from this network, where it is known from now on. Those that others caused stay. */
    succeeded: (attempt: Attempt): Promise<void> =>
      database.transaction(async (tx) => {
        const origin = originOf(attempt);
        await tx.query(sql.type(row())`delete from sign_in_failures where key = ${nameAtNetworkKey(origin)}`);
        await tx.query(rememberNetwork(origin));
      }),
  };
};

/** For a new password: whoever signed in with the old one may have been somebody else. */
export async function forgetNetworksOf(database: Database, username: string): Promise<void> {
  await database.query(sql.type(row())`delete from known_networks where username = ${folded(username)}`);
}

type NameAtNetwork = Omit<Origin, 'isKnown'>;

const originOf = ({ username, address }: Attempt): NameAtNetwork => ({ username, network: networkOf(address) });

const isKnownNetwork = ({ username, network }: NameAtNetwork) => sql.type(row())`
  select from known_networks
  where username = ${folded(username)} and network = ${network} and last_at > now() - make_interval(days => ${KNOWN_DAYS})`;

const rememberNetwork = ({ username, network }: NameAtNetwork) => sql.type(row())`
  insert into known_networks (username, network, last_at) values (${folded(username)}, ${network}, now())
  on conflict (username, network) do update set last_at = now()`;

const secondsLocked = (keys: string[]) => sql.type(row<{ seconds: number | null }>())`
  select ceil(extract(epoch from max(blocked_until) - now()))::integer as seconds
  from sign_in_failures where key = any(${sql.array(keys, 'text')}) and blocked_until > now()`;

const insertCounter = (key: string) => sql.type(row())`
  insert into sign_in_failures (key, failures, last_at, blocked_until) values (${key}, 0, now(), now()) on conflict (key) do nothing`;

const lockCounter = (key: string) => sql.type(row<Failures>())`
  select failures, greatest(0, extract(epoch from now() - last_at))::float8 as seconds_since
  from sign_in_failures where key = ${key} for update`;

const updateCounter = (key: string, { failures, seconds }: { failures: number; seconds: number }) => sql.type(row())`
  update sign_in_failures set failures = ${failures}, last_at = now(), blocked_until = now() + make_interval(secs => ${seconds})
  where key = ${key}`;
