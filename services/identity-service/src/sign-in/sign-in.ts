/** Signs in by name and password: guessing is slowed down, each outcome is recorded, and an unknown user is answered like any other. */
import { wrongCredentials } from '@catalog/contracts';
import { log } from '@catalog/observability';
import type { Database } from '@catalog/postgres';
import type { User } from '../api.ts';
import type { Passwords } from '../passwords/index.ts';
import type { Account, LockoutSettings } from '../rules/index.ts';
import type { RefreshTokens, Session } from '../tokens/index.ts';
import { users } from '../users/index.ts';
import { type Attempt, signInLimits } from './sign-in-limits.ts';
import type { SignIns } from './sign-ins.ts';

type Needs = { database: Database; passwords: Passwords; lockout: LockoutSettings; sessions: RefreshTokens; journal: SignIns };
export type SignedIn = { user: User; session: Session };

export type SignIn = ReturnType<typeof createSignIn>;

/** Refuses with INVALID_CREDENTIALS, and with TOO_MANY_REQUESTS after too many failures. */
export function createSignIn({ database, passwords, lockout, sessions, journal }: Needs) {
  const limits = signInLimits(database, lockout);

  async function refuse(attempt: Attempt, user_id: string | null): Promise<never> {
    await journal.record({ ...attempt, user_id, outcome: 'FAILED' });
    if (await limits.failed(attempt)) {
      await journal.record({ ...attempt, user_id, outcome: 'LOCKED_OUT' });
      log.warn('Sign-in locked out', { user_id, address: attempt.address });
    }
    log.warn('Sign-in refused', { user_id });
    throw wrongCredentials();
  }

  /** Resolves to the user whose name and password these are. */
  async function verify({ password, ...attempt }: Attempt & { password: string }): Promise<Account> {
    await limits.requireNotLockedOut(attempt);
    const account = await users(database).named(attempt.username);
    const isRight = await passwords.matches(password, account?.password_hash);
    // Once more, so that guesses which ran when the limit was reached do not learn whether they were right.
    await limits.requireNotLockedOut(attempt);
    if (!account || !isRight || account.disabled) return refuse(attempt, account?.id ?? null);
    return account;
  }

  /** For a user whose password was verified, unless the user has changed since. */
  async function startSession(attempt: Attempt, verified: User): Promise<SignedIn> {
    const session = await sessions.issue(verified);
    if (!session) return refuse(attempt, verified.id);
    await limits.succeeded(attempt);
    await journal.record({ ...attempt, user_id: verified.id, outcome: 'SUCCEEDED' });
    log.info('Signed in', { user_id: verified.id, role: verified.role });
    return { user: verified, session };
  }

  return { verify, startSession };
}
