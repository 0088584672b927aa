/** Answers signing in, keys and users. */
import { Rejection } from '@catalog/contracts';
import { etagOf, type Handlers, pageReply, requireMatch } from '@catalog/http/server';
import { log } from '@catalog/observability';
import type { Database } from '@catalog/postgres';
import { randomUUID } from 'node:crypto';
import type { api, User } from './api.ts';
import type { Passwords } from './passwords.ts';
import { refreshTokens } from './refresh-tokens.ts';
import type { CheckClient } from './service-clients.ts';
import { ALGORITHM, type SigningKeys } from './signing-keys.ts';
import type { IssueToken } from './tokens.ts';
import { changeUser, createUser } from './user.ts';
import { users } from './users.ts';

type Needs = {
  database: Database;
  passwords: Passwords;
  keys: SigningKeys;
  issueToken: IssueToken;
  checkClient: CheckClient;
  lifetimes: { tokenSeconds: number; refreshSeconds: number };
  now: () => string;
};

const SERVICE_TOKEN_SECONDS = 600;
const KEYS_FRESH_SECONDS = 300;

export const handlers = ({ database, passwords, keys, issueToken, checkClient, lifetimes, now }: Needs): Handlers<typeof api> => {
  const families = (within: Database = database) => refreshTokens(within, { lifetimeSeconds: lifetimes.refreshSeconds });

  async function signedIn({ id, username, role }: User, refresh_token: string) {
    const token = await issueToken({ subject: id, username, role }, lifetimes.tokenSeconds);
    return { status: 200 as const, body: { ...token, refresh_token, refresh_expires_in: lifetimes.refreshSeconds }, headers: notKept };
  }

  return {
    login: async ({ body: { username, password } }) => {
      const account = await users(database).named(username);
      const isRight = await passwords.matches(password, account?.password_hash);
      if (!account || !isRight || account.disabled) {
        log.warn('Sign-in refused', { user_id: account?.id ?? null });
        throw new Rejection('INVALID_CREDENTIALS', 'Username or password is wrong');
      }
      log.info('Signed in', { user_id: account.id, role: account.role });
      return signedIn(account, await families().issue(account.id));
    },

    refresh: async ({ body }) => {
      const { userId, token } = await families().exchange(body.refresh_token);
      const user = await users(database).get(userId);
      if (user.disabled) throw new Rejection('INVALID_CREDENTIALS', 'The refresh token is not valid: sign in again');
      return signedIn(user, token);
    },

    logout: async ({ body, caller }) => {
      await families().end(body.refresh_token, caller.subject);
      return { status: 204 };
    },

    issueServiceToken: async ({ body: { client_id, client_secret } }) => {
      checkClient({ client_id, client_secret });
      const body = await issueToken({ subject: client_id, username: client_id, role: 'SERVICE' }, SERVICE_TOKEN_SECONDS);
      return { status: 200, body, headers: notKept };
    },

    getPublicKey: async () =>
      ({ status: 200, body: { public_key: keys.current.publicPem, algorithm: ALGORITHM, kid: keys.current.kid }, headers: keptShortly }),

    getJwks: async () => ({ status: 200, body: keys.jwks, headers: keptShortly }),

    getMe: async ({ caller: { subject, username, role } }) => ({ status: 200, body: { id: subject, username, role } }),

    createUser: async ({ body: { username, password, role } }) => {
      const password_hash = await passwords.hash(password);
      const user = await users(database).create(createUser({ username, password_hash, role }, { id: randomUUID(), now: now() }));
      return { status: 201, body: user, headers: { Location: `/api/v1/auth/users/${user.id}`, ETag: etagOf(user.version) } };
    },

    listUsers: async ({ query, path }) => pageReply(await users(database).list(query), { path, query }),

    getUser: async ({ params }) => shown(await users(database).get(params.id)),

    replaceUser: async ({ params, body: { password, ...wanted }, caller, ifMatch }) => {
      const password_hash = password === undefined ? undefined : await passwords.hash(password);
      const user = await database.transaction(async (tx) => {
        const changed = await users(tx).change(params.id, (current) => {
          requireMatch(ifMatch, etagOf(current.version));
          return changeUser(current, { ...wanted, password_hash }, { by: caller.subject, now: now() });
        });
        if (password_hash !== undefined || changed.disabled) await families(tx).endAllOf(changed.id);
        return changed;
      });
      log.info('User changed', { user_id: user.id, role: user.role, disabled: user.disabled, by: caller.subject });
      return shown(user);
    },
  };
};

const shown = (user: User) => ({ status: 200 as const, body: user, headers: { ETag: etagOf(user.version) } });

const notKept = { 'Cache-Control': 'no-store' };
const keptShortly = { 'Cache-Control': `public, max-age=${KEYS_FRESH_SECONDS}` };
