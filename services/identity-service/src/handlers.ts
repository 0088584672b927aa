/** Answers sign-in, token and key operations; those of users are in `user-handlers.ts`. */
import { Rejection } from '@catalog/contracts';
import { type Handlers, pageReply } from '@catalog/http/server';
import { log } from '@catalog/observability';
import type { Database } from '@catalog/postgres';
import { isIP } from 'node:net';
import type { api } from './api.ts';
import { ALGORITHM, type SigningKeys } from './keys/index.ts';
import type { Passwords } from './passwords/index.ts';
import type { LockoutSettings } from './rules/index.ts';
import { changeOwnPassword, createSignIn, type SignedIn, signIns } from './sign-in/index.ts';
import {
  type CheckClient,
  type IssueToken,
  refreshTokens,
  type Revocations,
  SERVICE_TOKEN_SECONDS,
  type SessionLifetimes,
} from './tokens/index.ts';
import { userHandlers } from './user-handlers.ts';

type Needs = {
  database: Database;
  passwords: Passwords;
  keys: SigningKeys;
  revocations: Revocations;
  issueToken: IssueToken;
  checkClient: CheckClient;
  lockout: LockoutSettings;
  lifetimes: SessionLifetimes & { tokenSeconds: number };
  now: () => string;
};

export const handlers = (needs: Needs): Handlers<typeof api> => {
  const { database, passwords, keys, revocations, issueToken, checkClient, lockout, lifetimes, now } = needs;
  const sessions = refreshTokens(database, lifetimes);
  const journal = signIns(database);
  const signIn = createSignIn({ database, passwords, lockout, sessions, journal });
  const changePassword = changeOwnPassword({ database, passwords, signIn, now });

  async function reply({ user: { id, username, role }, session: { issued_at, ...refreshToken } }: SignedIn) {
    const token = await issueToken({ subject: id, username, role }, lifetimes.tokenSeconds, new Date(issued_at * 1_000));
    return { status: 200 as const, body: { ...token, ...refreshToken } };
  }

  return {
    login: async ({ body: { username, password }, clientAddress }) => {
      const attempt = { username, address: addressOf(clientAddress) };
      return reply(await signIn.startSession(attempt, await signIn.verify({ ...attempt, password })));
    },

    changeMyPassword: async ({ body: { present_password: currentPassword, new_password: newPassword }, caller, clientAddress }) =>
      reply(await changePassword({ caller, address: addressOf(clientAddress), currentPassword, newPassword })),

    refresh: async ({ body, clientAddress }) => {
      const exchange = await sessions.exchange(body.refresh_token);
      if (exchange.outcome === 'REUSED') {
        const { id: user_id, username } = exchange.user;
        await journal.record({ outcome: 'REFRESH_REUSED', username, user_id, address: addressOf(clientAddress) });
        log.warn('Refresh token used twice', { user_id });
      }
      if (exchange.outcome !== 'EXCHANGED') throw new Rejection('INVALID_CREDENTIALS', 'The refresh token is not valid: sign in again');
      return reply(exchange);
    },

    logout: async ({ body, caller }) => {
      await sessions.end(body.refresh_token, caller.subject);
      return { status: 204 };
    },

    listSignIns: async ({ query, path }) => pageReply(await journal.list(query), { path, query }),

    issueServiceToken: async ({ body: { client_id, client_secret } }) => {
      checkClient({ client_id, client_secret });
      const body = await issueToken({ subject: client_id, username: client_id, role: 'SERVICE' }, SERVICE_TOKEN_SECONDS);
      return { status: 200, body };
    },

    getPublicKey: async () => {
      const { kid, publicPem } = keys.current();
      return { status: 200, body: { public_key: publicPem, algorithm: ALGORITHM, kid } };
    },

    getJwks: async () => ({ status: 200, body: { ...keys.jwks(), revocations: [...revocations.list()] } }),

    getMe: async ({ caller: { subject, username, role } }) => ({ status: 200, body: { id: subject, username, role } }),

    ...userHandlers({ database, passwords, now }),
  };
};

/** X-Forwarded-For may hold anything. */
const addressOf = (given: string): string => (isIP(given) ? given : 'unknown');
