/** Refusals as replies. */
export * from './error-statuses.ts';
export * from './reply-to.ts';
