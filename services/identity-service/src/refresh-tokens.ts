/** Refresh tokens in Postgres, as hashes: each works once; one that comes back after its use was stolen, so its whole family ends. */
import { type Database, row, sql } from '@catalog/postgres';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { User } from './api.ts';
import { userColumns } from './users.ts';

type Stored = { family_id: string; used: boolean; expired: boolean };

/** The next token of the family; or whose token came back after its use, which has ended the family; or nothing for one that is not valid. */
export type Exchange = { outcome: 'EXCHANGED'; user: User; token: string } | { outcome: 'REUSED'; user: User } | { outcome: 'REFUSED' };

export type RefreshTokens = ReturnType<typeof refreshTokens>;

// Whoever changes a user ends their families under a lock on the user's row. What adds a token locks that row first, so that none slips past.
export const refreshTokens = (database: Database, { lifetimeSeconds }: { lifetimeSeconds: number }) => ({
  /** The first of a new family; none if the user has changed since. */
  issue: ({ id, version }: Pick<User, 'id' | 'version'>): Promise<string | undefined> =>
    database.transaction(async (tx) => {
      if (!(await tx.exists(sql.type(row())`select from users where id = ${id} and version = ${version} for share`))) return undefined;
      return add(tx, { userId: id, familyId: randomUUID(), lifetimeSeconds });
    }),

  exchange: (token: string): Promise<Exchange> =>
    database.transaction(async (tx) => {
      const user = await tx.maybeOne(ownerOf(token));
      const stored = user && await tx.maybeOne(find(token));
      if (!stored || stored.expired || user.disabled) return { outcome: 'REFUSED' };
      if (stored.used) {
        await tx.query(endFamily(stored.family_id));
        return { outcome: 'REUSED', user };
      }
      await tx.query(markUsed(token));
      return { outcome: 'EXCHANGED', user, token: await add(tx, { userId: user.id, familyId: stored.family_id, lifetimeSeconds }) };
    }),

  /** Only the user's own; one that is unknown is as good as ended. */
  end: (token: string, userId: string): Promise<void> =>
    database.transaction(async (tx) => {
      const owner = await tx.maybeOne(ownerOf(token));
      const stored = owner?.id === userId && await tx.maybeOne(find(token));
      if (stored) await tx.query(endFamily(stored.family_id));
    }),
});

export async function endSessionsOf(database: Database, userId: string): Promise<void> {
  await database.query(sql.type(row())`delete from refresh_tokens where user_id = ${userId}`);
}

type NewToken = { userId: string; familyId: string; lifetimeSeconds: number };

async function add(database: Database, { userId, familyId, lifetimeSeconds }: NewToken): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await database.query(sql.type(row())`
    insert into refresh_tokens (token_hash, family_id, user_id, expires_at)
    values (${hashOf(token)}, ${familyId}, ${userId}, now() + make_interval(secs => ${lifetimeSeconds}))`);
  return token;
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

const ownerOf = (token: string) => sql.type(row<User>())`
  select ${userColumns} from users where id = (select user_id from refresh_tokens where token_hash = ${hashOf(token)}) for share`;

const find = (token: string) => sql.type(row<Stored>())`
  select family_id, used_at is not null as used, expires_at < now() as expired
  from refresh_tokens where token_hash = ${hashOf(token)} for update`;

const markUsed = (token: string) => sql.type(row())`update refresh_tokens set used_at = now() where token_hash = ${hashOf(token)}`;

const endFamily = (familyId: string) => sql.type(row())`delete from refresh_tokens where family_id = ${familyId}`;
