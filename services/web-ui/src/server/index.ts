/** The web server around the pages. */
export { startNext } from './next-app.ts';
export { identityAt } from './session/index.ts';
export { createWebApp } from './web-app.ts';
