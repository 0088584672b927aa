/** Stores users in Postgres; a change is decided on the locked row, recorded with it, and revokes the tokens issued before. */
import { type PageRequest, Rejection, usernameTaken, windowOf } from '@catalog/contracts';
import { type Database, row, sql, uniqueViolation } from '@catalog/postgres';
import type { User } from '../api.ts';
import { type Account, differences } from '../rules/index.ts';
import { type Author, userChanges } from './user-changes.ts';

export const users = (database: Database) => ({
  /** Refuses with NOT_FOUND. */
  async get(id: string): Promise<User> {
    return found(await database.maybeOne(sql.type(row<User>())`select ${userColumns} from users where id = ${id}`), id);
  },

  async named(username: string): Promise<Account | undefined> {
    return (
      (await database.maybeOne(sql.type(row<Account>())`
      select ${userColumns}, password_hash from users
      where lower(username collate "und-x-icu") = lower(${username} collate "und-x-icu")`)) ?? undefined
    );
  },

  async list(page: PageRequest): Promise<{ total: number; items: User[] }> {
    const { limit, offset } = windowOf(page);
    const total = await database.oneFirst(sql.type(row<{ count: number }>())`select count(*) from users`);
    const items = await database.any(sql.type(row<User>())`
      select ${userColumns} from users order by lower(username collate "und-x-icu") limit ${limit} offset ${offset}`);
    return { total, items: [...items] };
  },

  /** Refuses with USERNAME_TAKEN. */
  async create(account: Account, by: Author): Promise<User> {
    try {
      return await database.transaction(async (tx) => {
        await userChanges(tx).record(account, differences(undefined, account), by);
        return tx.one(insert(account));
      });
    } catch (error) {
      if (uniqueViolation(error) !== 'users_username_unique') throw error;
      throw usernameTaken(account.username);
    }
  },

  haveAdministrator: (): Promise<boolean> => database.exists(sql.type(row())`select from users where role = 'ADMIN' and not disabled`),

  isAdministrator: (id: string): Promise<boolean> =>
    database.exists(sql.type(row())`select from users where id = ${id} and role = 'ADMIN' and not disabled`),

  /** Refuses with NOT_FOUND, or as `decide` does. Changes run one after the other, so that no two of them remove the last administrator. */
  change: (id: string, decide: (current: Account, administrators: string[]) => Account, by: Author): Promise<User> =>
    database.transaction(async (tx) => {
      const administrators = await tx.anyFirst(lockAdministrators);
      const stored = await tx.maybeOne(sql.type(row<Account>())`
        select ${userColumns}, password_hash from users where id = ${id} for update`);
      const current = found(stored, id);
      const wanted = decide(current, [...administrators]);
      const changes = differences(current, wanted);
      await userChanges(tx).record(wanted, changes, by);
      if (Object.keys(changes).length > 0) await tx.query(endTokens(id));
      return tx.one(update(wanted));
    }),
});

function found<U extends User>(user: U | null, id: string): U {
  if (!user) throw new Rejection('NOT_FOUND', `There is no user ${id}`);
  return user;
}

export const userColumns = sql.fragment`id, username, role, disabled, version, created_at, updated_at`;

// Tokens tell whole seconds. So one that is issued within the second of a revocation says the next second, and a later revocation is
// later than that.
// Both are read from the database's clock under a lock on the user: neither different clocks nor concurrency let a revoked token pass.
const thisSecond = sql.fragment`greatest(date_trunc('second', clock_timestamp()), tokens_not_before)`;

/** The issue time of a token that is issued now. */
export const issuedNow = sql.fragment`extract(epoch from ${thisSecond})::bigint as issued_at`;

const endTokens = (id: string) => sql.type(row())`
  update users set tokens_not_before = ${thisSecond} + interval '1 second' where id = ${id}`;

const lockAdministrators = sql.type(row<{ id: string }>())`
  select id from users where role = 'ADMIN' and not disabled order by id for update`;

const insert = (account: Account) => sql.type(row<User>())`
  insert into users (id, username, password_hash, role, disabled, version, created_at, updated_at)
  values (
    ${account.id}, ${account.username}, ${account.password_hash}, ${account.role}, ${account.disabled},
    ${account.version}, ${account.created_at}, ${account.updated_at}
  )
  returning ${userColumns}`;

const update = (account: Account) => sql.type(row<User>())`
  update users set password_hash = ${account.password_hash}, role = ${account.role}, disabled = ${account.disabled},
    version = ${account.version}, updated_at = ${account.updated_at}
  where id = ${account.id}
  returning ${userColumns}`;
