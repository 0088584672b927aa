/** Who may call: roles, the keys that tokens are signed with, and tokens that are no longer accepted. */
export * from './key-ring.ts';
export * from './revocations.ts';
export * from './roles.ts';
