/** The rules of a user and of the lockout: pure functions. */
export * from './lockout.ts';
export * from './user.ts';
