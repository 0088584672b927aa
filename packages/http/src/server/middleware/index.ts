/** Koa middleware that every app uses. */
export * from './no-store.ts';
export * from './request-context.ts';
export { observeRequest } from './observe-request.ts';
export * from './refusals.ts';
export * from './request-span.ts';
