/** Refresh tokens in Postgres, as hashes: each works once; one that comes back after its use was stolen, so its whole family ends. */
import { Rejection } from '@catalog/contracts';
import { log } from '@catalog/observability';
import { type Database, row, sql } from '@catalog/postgres';
import { createHash, randomBytes, randomUUID } from 'node:crypto';

export type RefreshTokens = ReturnType<typeof refreshTokens>;

type Stored = { family_id: string; user_id: string; used: boolean; expired: boolean };

export const refreshTokens = (database: Database, { lifetimeSeconds }: { lifetimeSeconds: number }) => ({
  /** The first of a new family. */
  async issue(userId: string): Promise<string> {
    await database.query(sql.type(row())`delete from refresh_tokens where user_id = ${userId} and expires_at < now()`);
    return add(database, { userId, familyId: randomUUID(), lifetimeSeconds });
  },

  /** Refuses with INVALID_CREDENTIALS a token that is unknown, expired or already used. */
  async exchange(token: string): Promise<{ userId: string; token: string }> {
    const exchanged = await database.transaction(async (tx) => {
      const stored = await tx.maybeOne(find(token));
      if (!stored || stored.expired) return undefined;
      if (stored.used) {
        log.warn('Refresh token used twice', { user_id: stored.user_id, family_id: stored.family_id });
        await tx.query(endFamily(stored.family_id));
        return undefined;
      }
      await tx.query(markUsed(token));
      const next = await add(tx, { userId: stored.user_id, familyId: stored.family_id, lifetimeSeconds });
      return { userId: stored.user_id, token: next };
    });
    // Thrown out here: a refusal inside would undo that the family was ended.
    if (!exchanged) throw new Rejection('INVALID_CREDENTIALS', 'The refresh token is not valid: sign in again');
    return exchanged;
  },

  /** Only the user's own; one that is unknown is as good as ended. */
  end: (token: string, userId: string): Promise<void> =>
    database.transaction(async (tx) => {
      const stored = await tx.maybeOne(find(token));
      if (stored?.user_id === userId) await tx.query(endFamily(stored.family_id));
    }),

  async endAllOf(userId: string): Promise<void> {
    await database.query(sql.type(row())`delete from refresh_tokens where user_id = ${userId}`);
  },
});

type NewToken = { userId: string; familyId: string; lifetimeSeconds: number };

async function add(database: Database, { userId, familyId, lifetimeSeconds }: NewToken): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await database.query(sql.type(row())`
    insert into refresh_tokens (token_hash, family_id, user_id, expires_at)
    values (${hashOf(token)}, ${familyId}, ${userId}, now() + make_interval(secs => ${lifetimeSeconds}))`);
  return token;
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

const find = (token: string) => sql.type(row<Stored>())`
  select family_id, user_id, used_at is not null as used, expires_at < now() as expired
  from refresh_tokens where token_hash = ${hashOf(token)} for update`;

const markUsed = (token: string) => sql.type(row())`update refresh_tokens set used_at = now() where token_hash = ${hashOf(token)}`;

const endFamily = (familyId: string) => sql.type(row())`delete from refresh_tokens where family_id = ${familyId}`;
