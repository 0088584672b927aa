/** Adds the users of a fresh database: well-known ones in a demo, one administrator in production, which does not start without one. */
import { Rejection } from '@catalog/contracts';
import { BadEnvironment } from '@catalog/http/server';
import { log } from '@catalog/observability';
import type { Database } from '@catalog/postgres';
import { randomUUID } from 'node:crypto';
import type { UserRole } from '../api.ts';
import type { Config } from '../config.ts';
import { enforcePasswordPolicy, type Passwords } from '../passwords/index.ts';
import { createUser } from '../rules/index.ts';
import { users } from './users.ts';

type FirstUsersConfig = Pick<Config, 'ENVIRONMENT' | 'INITIAL_ADMIN_PASSWORD'>;
type FirstUser = { username: string; password: string; role: UserRole };

const demoUsers: readonly FirstUser[] = [
  { username: 'admin', password: 'admin', role: 'ADMIN' },
  { username: 'user', password: 'user', role: 'USER' },
];

/** Refuses with BadEnvironment a production without an administrator, or with a user whose password everybody knows. */
export async function addFirstUsers(database: Database, passwords: Passwords, config: FirstUsersConfig): Promise<void> {
  for (const first of await firstUsers(config)) await addUnlessPresent(database, passwords, first);
  if (config.ENVIRONMENT === 'production') await requireRealUsers(database, passwords);
}

export async function firstUsers({ ENVIRONMENT, INITIAL_ADMIN_PASSWORD: password }: FirstUsersConfig): Promise<readonly FirstUser[]> {
  if (ENVIRONMENT === 'demo') return demoUsers;
  if (password === undefined) return [];
  try {
    await enforcePasswordPolicy(password, 'admin');
  } catch (error) {
    throw error instanceof Rejection ? new BadEnvironment(`INITIAL_ADMIN_PASSWORD will not do: the ${error.message}`) : error;
  }
  return [{ username: 'admin', password, role: 'ADMIN' }];
}

async function addUnlessPresent(database: Database, passwords: Passwords, { username, password, role }: FirstUser): Promise<void> {
  if (await users(database).named(username)) return;
  const password_hash = await passwords.hash(password);
  const account = createUser({ username, role, password_hash }, { id: randomUUID(), now: new Date().toISOString() });
  await users(database)
    .create(account, undefined)
    .then(() => log.info('First user added', { username, role }), unlessAnotherReplicaDid);
}

function unlessAnotherReplicaDid(error: unknown): void {
  if (!(error instanceof Rejection && error.code === 'USERNAME_TAKEN')) throw error;
}

async function requireRealUsers(database: Database, passwords: Passwords): Promise<void> {
  for (const { username, password } of demoUsers) {
    const account = await users(database).named(username);
    if (account && !account.disabled && (await passwords.matches(password, account.password_hash))) {
      const fault = `The user ${username} has the password that every demo has`;
      throw new BadEnvironment(`${fault}: change it under ENVIRONMENT=demo, or take another database`);
    }
  }
  if (!(await users(database).haveAdministrator())) {
    const fault = 'There is no administrator';
    throw new BadEnvironment(`${fault}: set INITIAL_ADMIN_PASSWORD, or ENVIRONMENT=demo to try things out with admin/admin`);
  }
}
