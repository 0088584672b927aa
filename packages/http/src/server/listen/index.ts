/** Listening for HTTP requests, and stopping. */
export { type App, type Listening, serve } from './serve.ts';
export { headersTooLarge } from './answer-unreadable.ts';
