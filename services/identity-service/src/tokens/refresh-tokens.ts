/** Stores refresh tokens in Postgres, as hashes, and rotates them: reuse ends the whole family, and so does the age of the sign-in. */
import { type Database, row, sql } from '@catalog/postgres';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { User } from '../api.ts';
import { issuedNow, userColumns } from '../users/index.ts';

type Stored = { family_id: string; signed_in_at: string; used: boolean; expired: boolean };

/** `issued_at` is for the access token that belongs to it, in seconds since 1970. */
export type Session = { refresh_token: string; refresh_expires_in: number; issued_at: number };

/** REUSED: the token had been used before, which has ended its family. */
export type Exchange = { outcome: 'EXCHANGED'; user: User; session: Session } | { outcome: 'REUSED'; user: User } | { outcome: 'REFUSED' };

export type SessionLifetimes = { refreshSeconds: number; sessionSeconds: number };
export type RefreshTokens = ReturnType<typeof refreshTokens>;

// A change of a user ends their families under a lock on the user's row. Adding a token locks that row first, so that none escapes it.
export const refreshTokens = (database: Database, lifetimes: SessionLifetimes) => ({
  /** The first token of a new family; undefined if the user has changed since. */
  issue: ({ id, version }: Pick<User, 'id' | 'version'>): Promise<Session | undefined> =>
    database.transaction(async (tx) => {
      const issued_at = await tx.maybeOneFirst(unchanged({ id, version }));
      if (issued_at === null) return undefined;
      return { issued_at, ...(await add(tx, { userId: id, familyId: randomUUID(), signedInAt: null }, lifetimes)) };
    }),

  exchange: (token: string): Promise<Exchange> =>
    database.transaction(async (tx) => {
      const owner = await tx.maybeOne(ownerOf(token));
      const stored = owner && (await tx.maybeOne(find(token, lifetimes)));
      if (!stored || stored.expired || owner.disabled) return { outcome: 'REFUSED' };
      const { issued_at, ...user } = owner;
      if (stored.used) {
        await tx.query(endFamily(stored.family_id));
        return { outcome: 'REUSED', user };
      }
      await tx.query(markUsed(token));
      const next = await add(tx, { userId: user.id, familyId: stored.family_id, signedInAt: stored.signed_in_at }, lifetimes);
      return { outcome: 'EXCHANGED', user, session: { issued_at, ...next } };
    }),

  /** Ends a token's family if it is the user's own; an unknown token is ignored. */
  end: (token: string, userId: string): Promise<void> =>
    database.transaction(async (tx) => {
      const owner = await tx.maybeOne(ownerOf(token));
      const stored = owner?.id === userId && (await tx.maybeOne(find(token, lifetimes)));
      if (stored) await tx.query(endFamily(stored.family_id));
    }),
});

export async function endSessionsOf(database: Database, userId: string): Promise<void> {
  await database.query(sql.type(row())`delete from refresh_tokens where user_id = ${userId}`);
}

/** `signedInAt` is null for a sign-in that happens now. */
type NewToken = { userId: string; familyId: string; signedInAt: string | null };

type Added = Omit<Session, 'issued_at'>;

async function add(database: Database, { userId, familyId, signedInAt }: NewToken, lifetimes: SessionLifetimes): Promise<Added> {
  const refresh_token = randomBytes(32).toString('base64url');
  const signedIn = sql.fragment`coalesce(${signedInAt}::timestamptz, now())`;
  const refresh_expires_in = await database.oneFirst(sql.type(row<{ seconds: number }>())`
    insert into refresh_tokens (token_hash, family_id, user_id, signed_in_at, expires_at)
    values (
      ${hashOf(refresh_token)}, ${familyId}, ${userId}, ${signedIn},
      least(now() + make_interval(secs => ${lifetimes.refreshSeconds}), ${signedIn} + make_interval(secs => ${lifetimes.sessionSeconds}))
    )
    returning floor(extract(epoch from expires_at - now()))::bigint as seconds`);
  return { refresh_token, refresh_expires_in };
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

const unchanged = ({ id, version }: Pick<User, 'id' | 'version'>) => sql.type(row<{ issued_at: number }>())`
  select ${issuedNow} from users where id = ${id} and version = ${version} for share`;

const ownerOf = (token: string) => sql.type(row<User & { issued_at: number }>())`
  select ${userColumns}, ${issuedNow} from users
  where id = (select user_id from refresh_tokens where token_hash = ${hashOf(token)}) for share`;

const find = (token: string, { sessionSeconds }: SessionLifetimes) => sql.type(row<Stored>())`
  select family_id, signed_in_at, used_at is not null as used,
    expires_at < now() or signed_in_at + make_interval(secs => ${sessionSeconds}) < now() as expired
  from refresh_tokens where token_hash = ${hashOf(token)} for update`;

const markUsed = (token: string) => sql.type(row())`update refresh_tokens set used_at = now() where token_hash = ${hashOf(token)}`;

const endFamily = (familyId: string) => sql.type(row())`delete from refresh_tokens where family_id = ${familyId}`;
