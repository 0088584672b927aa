/** Failures to sign in, counted in Postgres so that all replicas know of them, whether or not such a user exists. */
import { Rejection } from '@catalog/contracts';
import { networkOf } from '@catalog/http/server';
import { type Database, row, sql } from '@catalog/postgres';
import { countedFor, keyOfBoth, lockedForSeconds, type LockoutSettings } from './lockout.ts';

export type Attempt = { username: string; address: string };

export const signInLimits = (database: Database, settings: LockoutSettings) => ({
  /** Refuses with TOO_MANY_REQUESTS while the name, the address, or the name from this address is locked out. */
  async requireOpen(attempt: Attempt): Promise<void> {
    const keys = countedFor(wherefrom(attempt), settings).map(({ key }) => key);
    const seconds = await database.oneFirst(lockedFor(keys));
    if (seconds === null) return;
    throw new Rejection('TOO_MANY_REQUESTS', `Too many failed sign-ins: try again in ${seconds} s`, { retry_after_seconds: seconds });
  },

  /** Resolves to whether this failure began a lockout. */
  failed: (attempt: Attempt): Promise<boolean> =>
    database.transaction(async (tx) => {
      let isLocked = false;
      for (const { key, afterFailures } of countedFor(wherefrom(attempt), settings)) {
        const seconds = lockedForSeconds(await tx.oneFirst(countOne(key)), { ...settings, afterFailures });
        if (seconds > 0) await tx.query(lock(key, seconds));
        isLocked ||= seconds > 0;
      }
      return isLocked;
    }),

  /** Forgets the failures of this name from this address; what others do from there, or with the name elsewhere, still counts. */
  async succeeded(attempt: Attempt): Promise<void> {
    await database.query(sql.type(row())`delete from sign_in_failures where key = ${keyOfBoth(wherefrom(attempt))}`);
  },
});

const wherefrom = ({ username, address }: Attempt) => ({ username, network: networkOf(address) });

const lockedFor = (keys: string[]) => sql.type(row<{ seconds: number | null }>())`
  select ceil(extract(epoch from max(blocked_until) - now()))::integer as seconds
  from sign_in_failures where key = any(${sql.array(keys, 'text')}) and blocked_until > now()`;

/** After an hour without a failure it begins anew. */
const countOne = (key: string) => sql.type(row<{ failures: number }>())`
  insert into sign_in_failures as known (key, failures, last_at, blocked_until) values (${key}, 1, now(), now())
  on conflict (key) do update set
    failures = case when known.last_at < now() - interval '1 hour' then 1 else known.failures + 1 end,
    last_at = now()
  returning failures`;

const lock = (key: string, seconds: number) => sql.type(row())`
  update sign_in_failures set blocked_until = now() + make_interval(secs => ${seconds}) where key = ${key}`;
