/** Who calls, and whether they may. */
export * from './authenticate.ts';
export * from './authorize.ts';
export { type CurrentTrust, publishedTrust, type Trust } from './published-trust.ts';
