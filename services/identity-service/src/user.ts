/** The rules of a user: how one begins, and what an administrator may change. */
import { Rejection } from '@catalog/contracts';
import type { UserChange, UserRole } from './api.ts';
import type { Account } from './users.ts';

export type NewUser = { username: string; password_hash: string; role: UserRole };

export const createUser = ({ username, password_hash, role }: NewUser, { id, now }: { id: string; now: string }): Account => ({
  id,
  username: username.normalize('NFC'),
  password_hash,
  role,
  disabled: false,
  version: 1,
  created_at: now,
  updated_at: now,
});

export type AccountChange = Omit<UserChange, 'password'> & { password_hash?: string | undefined };

/** Nobody takes their own rights away, so that there is always an administrator left. */
export function changeUser(current: Account, wanted: AccountChange, { by, now }: { by: string; now: string }): Account {
  const { role, disabled, password_hash } = wanted;
  if (current.id === by && (role !== current.role || disabled !== current.disabled)) {
    throw new Rejection('WRONG_STATE', 'You cannot change your own role, nor disable yourself: another administrator can');
  }
  return {
    ...current,
    role,
    disabled,
    password_hash: password_hash ?? current.password_hash,
    version: current.version + 1,
    updated_at: now,
  };
}
