/** Changes a user's own password, which needs the current one, under the same lockout as a sign-in; ends all other sessions. */
import { Rejection } from '@catalog/contracts';
import type { Caller } from '@catalog/http/server';
import { log } from '@catalog/observability';
import type { Database } from '@catalog/postgres';
import { enforcePasswordPolicy, type Passwords } from '../passwords/index.ts';
import { changeUser } from '../rules/index.ts';
import { endSessionsOf } from '../tokens/index.ts';
import { users } from '../users/index.ts';
import type { SignedIn, SignIn } from './sign-in.ts';
import { forgetNetworksOf } from './sign-in-limits.ts';

type Needs = { database: Database; passwords: Passwords; signIn: SignIn; now: () => string };
type PasswordChange = { caller: Caller; address: string; currentPassword: string; newPassword: string };

export const changeOwnPassword =
  ({ database, passwords, signIn, now }: Needs) =>
  async ({ caller, address, currentPassword, newPassword }: PasswordChange): Promise<SignedIn> => {
    const { username } = await users(database).get(caller.subject);
    const account = await signIn.verify({ username, address, password: currentPassword });
    await enforcePasswordPolicy(newPassword, username);
    const password_hash = await passwords.hash(newPassword);
    const user = await database.transaction(async (tx) => {
      const changed = await users(tx).change(
        account.id,
        (current, administrators) => {
          if (current.version !== account.version) throw new Rejection('INVALID_CREDENTIALS', 'The user has changed meanwhile: try again');
          return changeUser(current, { role: current.role, disabled: current.disabled, password_hash }, { administrators, now: now() });
        },
        caller,
      );
      await endSessionsOf(tx, account.id);
      await forgetNetworksOf(tx, username);
      return changed;
    });
    log.info('Own password changed', { user_id: user.id });
    return signIn.startSession({ username, address }, user);
  };
