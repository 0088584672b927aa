/** What a password must be like, and its hash. */
export { enforcePasswordPolicy, MAXIMUM_BYTES, MINIMUM_LENGTH } from './password-policy.ts';
export * from './passwords.ts';
