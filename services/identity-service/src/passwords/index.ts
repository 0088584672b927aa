export { MAXIMUM_BYTES, MINIMUM_LENGTH, requireGoodPassword } from './password-policy.ts';
export * from './passwords.ts';
