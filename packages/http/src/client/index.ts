/** Calling other services over HTTP. */
export * from './create-client.ts';
export * from './service-token.ts';
export { showUndiciPool } from './show-undici-pool.ts';
