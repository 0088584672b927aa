/** What is passed on to a service. */
export { createPassing } from './proxy.ts';
