export * from './etag.ts';
export * from './idempotency.ts';
export * from './preconditions.ts';
