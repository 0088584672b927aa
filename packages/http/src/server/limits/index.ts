/** Requests per minute, by whom they come from. */
export * from './network-of.ts';
export * from './rate-limit.ts';
