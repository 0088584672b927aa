/** Answers the operations of administrators on users. */
import { Rejection } from '@catalog/contracts';
import { type Caller, etagOf, type Handlers, pageReply, requireMatch } from '@catalog/http/server';
import { log } from '@catalog/observability';
import type { Database } from '@catalog/postgres';
import { randomUUID } from 'node:crypto';
import type { api, User } from './api.ts';
import { enforcePasswordPolicy, type Passwords } from './passwords/index.ts';
import { changeUser, createUser } from './rules/index.ts';
import { forgetNetworksOf } from './sign-in/index.ts';
import { endSessionsOf } from './tokens/index.ts';
import { userChanges, users } from './users/index.ts';

type Needs = { database: Database; passwords: Passwords; now: () => string };
type UserHandlers = Pick<Handlers<typeof api>, 'createUser' | 'listUsers' | 'getUser' | 'replaceUser' | 'listUserChanges'>;

export const userHandlers = ({ database, passwords, now }: Needs): UserHandlers => {
  /** A token may still say ADMIN of somebody who no longer is one. */
  async function requireAdministrator({ subject }: Caller): Promise<void> {
    if (!(await users(database).isAdministrator(subject))) throw new Rejection('FORBIDDEN', 'You are no longer an administrator');
  }

  async function newPasswordOf(id: string, password: string): Promise<string> {
    await enforcePasswordPolicy(password, (await users(database).get(id)).username);
    return passwords.hash(password);
  }

  return {
    createUser: async ({ body: { username, password, role }, caller }) => {
      await requireAdministrator(caller);
      await enforcePasswordPolicy(password, username);
      const password_hash = await passwords.hash(password);
      const user = await users(database).create(createUser({ username, password_hash, role }, { id: randomUUID(), now: now() }), caller);
      log.info('User created', { user_id: user.id, role, by: caller.subject });
      return { status: 201, body: user, headers: { Location: `/api/v1/auth/users/${user.id}`, ETag: etagOf(user.version) } };
    },

    listUsers: async ({ query, path }) => pageReply(await users(database).list(query), { path, query }),

    getUser: async ({ params }) => shown(await users(database).get(params.id)),

    replaceUser: async ({ params, body: { password, ...wanted }, caller, preconditions }) => {
      await requireAdministrator(caller);
      const password_hash = password === undefined ? undefined : await newPasswordOf(params.id, password);
      const user = await database.transaction(async (tx) => {
        const changed = await users(tx).change(
          params.id,
          (current, administrators) => {
            requireMatch(preconditions, etagOf(current.version));
            return changeUser(current, { ...wanted, password_hash }, { administrators, now: now() });
          },
          caller,
        );
        if (password_hash !== undefined || changed.disabled) await endSessionsOf(tx, changed.id);
        if (password_hash !== undefined) await forgetNetworksOf(tx, changed.username);
        return changed;
      });
      log.info('User changed', { user_id: user.id, role: user.role, disabled: user.disabled, by: caller.subject });
      return shown(user);
    },

    listUserChanges: async ({ query, path }) => pageReply(await userChanges(database).list(query), { path, query }),
  };
};

const shown = (user: User) => ({ status: 200 as const, body: user, headers: { ETag: etagOf(user.version) } });
