export { KNOWN_DAYS, FORGOTTEN_AFTER_DAYS, type LockoutSettings } from './lockout.ts';
export * from './own-password.ts';
export { forgetNetworksOf } from './sign-in-limits.ts';
export * from './sign-in.ts';
export { signIns } from './sign-ins.ts';
