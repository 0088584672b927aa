/** Changing one's own password by the present one, which is guessed no faster here than at the door; whatever else was signed in ends. */
import { Rejection } from '@catalog/contracts';
import type { Caller } from '@catalog/http/server';
import { log } from '@catalog/observability';
import type { Database } from '@catalog/postgres';
import { requireGoodPassword } from './password-policy.ts';
import type { Passwords } from './passwords.ts';
import { endSessionsOf } from './refresh-tokens.ts';
import type { Door, SignedIn } from './sign-in.ts';
import { forgetNetworksOf } from './sign-in-limits.ts';
import { changeUser } from './user.ts';
import { users } from './users.ts';

type Needs = { database: Database; passwords: Passwords; door: Door; now: () => string };
type Wish = { caller: Caller; address: string; present: string; wanted: string };

export const changeOwnPassword = ({ database, passwords, door, now }: Needs) =>
  async ({ caller, address, present, wanted }: Wish): Promise<SignedIn> => {
    const { username } = await users(database).get(caller.subject);
    const account = await door.proven({ username, address, password: present });
    await requireGoodPassword(wanted, username);
    const password_hash = await passwords.hash(wanted);
    const user = await database.transaction(async (tx) => {
      const changed = await users(tx).change(account.id, (current, administrators) => {
        if (current.version !== account.version) throw new Rejection('INVALID_CREDENTIALS', 'The user has changed meanwhile: try again');
        return changeUser(current, { role: current.role, disabled: current.disabled, password_hash }, { administrators, now: now() });
      }, caller);
      await endSessionsOf(tx, account.id);
      await forgetNetworksOf(tx, username);
      return changed;
    });
    log.info('Own password changed', { user_id: user.id });
    return door.letIn({ username, address }, user);
  };
