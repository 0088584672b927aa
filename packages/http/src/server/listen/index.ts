export { type App, type Listening, serve } from './serve.ts';
export { headersTooLarge } from './unreadable-request.ts';
