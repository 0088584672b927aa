export * from './error-statuses.ts';
export * from './reply-to.ts';
