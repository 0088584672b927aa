/** Sign-in by name and password. */
export * from './own-password.ts';
export { forgetNetworksOf } from './sign-in-limits.ts';
export * from './sign-in.ts';
export { signIns } from './sign-ins.ts';
