/** Answering HTTP requests. */
export * from './api/index.ts';
export * from './app/index.ts';
export * from './auth/index.ts';
export { bodyTooLarge, bodyTooSlow } from './body/index.ts';
export * from './conditional/index.ts';
export * from './environment.ts';
export * from './errors/index.ts';
export * from './health/index.ts';
export * from './limits/index.ts';
export { type App, type Listening, serve } from './listen/index.ts';
export * from './middleware/index.ts';
export * from './openapi/index.ts';
export * from './run-service.ts';
