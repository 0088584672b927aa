/** The rules of a user: how one is created, and what an administrator may change. */
import { Rejection } from '@catalog/contracts';
import type { RecordedChange, User, UserChange, UserRole } from '../api.ts';

/** A user with what nobody outside may see. */
export type Account = User & { password_hash: string };

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

/** `administrators` are those who can sign in now. */
type Given = { administrators: string[]; now: string };

/** Refuses with WRONG_STATE to take away the last administrator. */
export function changeUser(current: Account, wanted: AccountChange, { administrators, now }: Given): Account {
  const { role, disabled, password_hash } = wanted;
  const isLast = administrators.length === 1 && administrators[0] === current.id;
  if (isLast && (role !== 'ADMIN' || disabled)) {
    throw new Rejection('WRONG_STATE', `${current.username} is the last administrator: make somebody else one first`);
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

/** `before` is undefined for a new user. Of a password it says only that it changed. */
export function differences(before: Account | undefined, after: Account): RecordedChange['changes'] {
  return {
    ...(before?.role !== after.role && { role: { from: before?.role ?? null, to: after.role } }),
    ...(before?.disabled !== after.disabled && { disabled: { from: before?.disabled ?? null, to: after.disabled } }),
    ...(before?.password_hash !== after.password_hash && { password: 'CHANGED' as const }),
  };
}
