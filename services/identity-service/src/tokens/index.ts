/** Access tokens, refresh tokens, revocations and client credentials. */
export * from './access-tokens.ts';
export * from './refresh-tokens.ts';
export { openRevocations, type Revocations } from './revocations.ts';
export * from './service-clients.ts';
