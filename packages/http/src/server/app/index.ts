/** The Koa app of an API. */
export { createApp } from './create-app.ts';
