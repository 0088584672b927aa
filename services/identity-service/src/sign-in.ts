/** Signing in by name and password: guessing is slowed down, each outcome is recorded, and a user who does not exist is answered like any other. */
import { Rejection } from '@catalog/contracts';
import { log } from '@catalog/observability';
import type { Database } from '@catalog/postgres';
import type { User } from './api.ts';
import type { LockoutSettings } from './lockout.ts';
import type { Passwords } from './passwords.ts';
import type { RefreshTokens, Session } from './refresh-tokens.ts';
import { type Attempt, signInLimits } from './sign-in-limits.ts';
import type { SignIns } from './sign-ins.ts';
import { type Account, users } from './users.ts';

type Needs = { database: Database; passwords: Passwords; lockout: LockoutSettings; sessions: RefreshTokens; journal: SignIns };
export type SignedIn = { user: User; session: Session };

export type Door = ReturnType<typeof openDoor>;

/** Refuses with INVALID_CREDENTIALS, or with TOO_MANY_REQUESTS who has failed too often. */
export function openDoor({ database, passwords, lockout, sessions, journal }: Needs) {
  const limits = signInLimits(database, lockout);

  async function refuse(attempt: Attempt, user_id: string | null): Promise<never> {
    await journal.record({ ...attempt, user_id, outcome: 'FAILED' });
    if (await limits.failed(attempt)) {
      await journal.record({ ...attempt, user_id, outcome: 'LOCKED_OUT' });
      log.warn('Sign-in locked out', { user_id, address: attempt.address });
    }
    log.warn('Sign-in refused', { user_id });
    throw new Rejection('INVALID_CREDENTIALS', 'Username or password is wrong');
  }

  /** Whose name and password these are. */
  async function proven({ password, ...attempt }: Attempt & { password: string }): Promise<Account> {
    await limits.requireOpen(attempt);
    const account = await users(database).named(attempt.username);
    const isRight = await passwords.matches(password, account?.password_hash);
    // Once more: of guesses that were under way when the limit was reached, none is told whether it was right.
    await limits.requireOpen(attempt);
    if (!account || !isRight || account.disabled) return refuse(attempt, account?.id ?? null);
    return account;
  }

  /** Once these are proven; not if the user has changed since. */
  async function letIn(attempt: Attempt, proved: User): Promise<SignedIn> {
    const session = await sessions.issue(proved);
    if (!session) return refuse(attempt, proved.id);
    await limits.succeeded(attempt);
    await journal.record({ ...attempt, user_id: proved.id, outcome: 'SUCCEEDED' });
    log.info('Signed in', { user_id: proved.id, role: proved.role });
    return { user: proved, session };
  }

  return { proven, letIn };
}
