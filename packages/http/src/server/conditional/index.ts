/** Requests that depend on a version, or may be repeated. */
export * from './etag.ts';
export * from './idempotency.ts';
export * from './preconditions.ts';
