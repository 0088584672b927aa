/** Failures to sign in, counted in Postgres so that all replicas know of them, whether or not such a user exists. */
import { Rejection } from '@catalog/contracts';
import { networkOf } from '@catalog/http/server';
import { type Database, row, sql } from '@catalog/postgres';
import { type Counted, countedFor, failuresAfter, folded, keyOfBoth, KNOWN_DAYS, lockedForSeconds, type LockoutSettings, type Origin } from './lockout.ts';

export type Attempt = { username: string; address: string };

export const signInLimits = (database: Database, settings: LockoutSettings) => {
  const countersOf = async (tx: Database, attempt: Attempt): Promise<Counted[]> => {
    const origin = originOf(attempt);
    return countedFor({ ...origin, isKnown: await tx.exists(known(origin)) }, settings);
  };

  return {
    /** Refuses with TOO_MANY_REQUESTS while the name, the address, or the name from this address is locked out. */
    async requireOpen(attempt: Attempt): Promise<void> {
      const keys = (await countersOf(database, attempt)).map(({ key }) => key);
      const seconds = await database.oneFirst(lockedFor(keys));
      if (seconds === null) return;
      throw new Rejection('TOO_MANY_REQUESTS', `Too many failed sign-ins: try again in ${seconds} s`, { retry_after_seconds: seconds });
    },

    /** Resolves to whether this failure began a lockout. */
    failed: (attempt: Attempt): Promise<boolean> =>
      database.transaction(async (tx) => {
        let isLocked = false;
        for (const counted of await countersOf(tx, attempt)) {
          await tx.query(begin(counted.key));
          const failures = failuresAfter(await tx.one(soFar(counted.key)), counted);
          const seconds = lockedForSeconds(failures, { ...settings, afterFailures: counted.afterFailures });
          await tx.query(count(counted.key, { failures, seconds }));
          isLocked ||= seconds > 0;
        }
        return isLocked;
      }),

    /** Forgets the failures of this name from this address, where the name is known from now on; what others do still counts for all other places. */
    succeeded: (attempt: Attempt): Promise<void> =>
      database.transaction(async (tx) => {
        const origin = originOf(attempt);
        await tx.query(sql.type(row())`delete from sign_in_failures where key = ${keyOfBoth(origin)}`);
        await tx.query(know(origin));
      }),
  };
};

/** A password that others may have known makes no place known. */
export async function forgetNetworksOf(database: Database, username: string): Promise<void> {
  await database.query(sql.type(row())`delete from known_networks where username = ${folded(username)}`);
}

type Place = Omit<Origin, 'isKnown'>;

const originOf = ({ username, address }: Attempt): Place => ({ username, network: networkOf(address) });

const known = ({ username, network }: Place) => sql.type(row())`
  select from known_networks
  where username = ${folded(username)} and network = ${network} and last_at > now() - make_interval(days => ${KNOWN_DAYS})`;

const know = ({ username, network }: Place) => sql.type(row())`
  insert into known_networks (username, network, last_at) values (${folded(username)}, ${network}, now())
  on conflict (username, network) do update set last_at = now()`;

const lockedFor = (keys: string[]) => sql.type(row<{ seconds: number | null }>())`
  select ceil(extract(epoch from max(blocked_until) - now()))::integer as seconds
  from sign_in_failures where key = any(${sql.array(keys, 'text')}) and blocked_until > now()`;

const begin = (key: string) => sql.type(row())`
  insert into sign_in_failures (key, failures, last_at, blocked_until) values (${key}, 0, now(), now()) on conflict (key) do nothing`;

const soFar = (key: string) => sql.type(row<{ failures: number; seconds_since: number }>())`
  select failures, greatest(0, extract(epoch from now() - last_at))::float8 as seconds_since
  from sign_in_failures where key = ${key} for update`;

const count = (key: string, { failures, seconds }: { failures: number; seconds: number }) => sql.type(row())`
  update sign_in_failures set failures = ${failures}, last_at = now(), blocked_until = now() + make_interval(secs => ${seconds})
  where key = ${key}`;
