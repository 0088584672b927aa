/** Decides by the role whether a caller may use an operation. */
import { type Role, roleNeeded, signInFirst } from '@catalog/contracts';
import type { Caller } from './authenticate.ts';

/** Refuses with UNAUTHENTICATED or FORBIDDEN. */
export function authorize(access: 'public' | readonly Role[], caller: Caller | undefined): void {
  if (access === 'public') return;
  if (!caller) throw signInFirst();
  if (!access.includes(caller.role)) throw roleNeeded(access, caller.role);
}
