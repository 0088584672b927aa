/** The users a fresh database begins with: well-known ones for trying out, in production at most an administrator. */
import { Rejection } from '@catalog/contracts';
import { log } from '@catalog/observability';
import type { Database } from '@catalog/postgres';
import { randomUUID } from 'node:crypto';
import type { UserRole } from './api.ts';
import type { Config } from './config.ts';
import type { Passwords } from './passwords.ts';
import { createUser } from './user.ts';
import { users } from './users.ts';

export async function addFirstUsers(database: Database, passwords: Passwords, config: FirstUsersConfig): Promise<void> {
  for (const { username, password, role } of firstUsers(config)) {
    if (await users(database).named(username)) continue;
    const password_hash = await passwords.hash(password);
    const account = createUser({ username, role, password_hash }, { id: randomUUID(), now: new Date().toISOString() });
    await users(database).create(account).then(
      () => log.info('First user added', { username, role }),
      unlessAnotherReplicaDid,
    );
  }
}

type FirstUsersConfig = Pick<Config, 'ENVIRONMENT' | 'INITIAL_ADMIN_PASSWORD'>;
type FirstUser = { username: string; password: string; role: UserRole };

export function firstUsers({ ENVIRONMENT, INITIAL_ADMIN_PASSWORD }: FirstUsersConfig): FirstUser[] {
  if (ENVIRONMENT !== 'production') {
    return [
      { username: 'admin', password: 'admin', role: 'ADMIN' },
      { username: 'user', password: 'user', role: 'USER' },
    ];
  }
  return INITIAL_ADMIN_PASSWORD ? [{ username: 'admin', password: INITIAL_ADMIN_PASSWORD, role: 'ADMIN' }] : [];
}

function unlessAnotherReplicaDid(error: unknown): void {
  if (!(error instanceof Rejection && error.code === 'USERNAME_TAKEN')) throw error;
}
