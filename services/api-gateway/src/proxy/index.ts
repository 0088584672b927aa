/** Passes requests on to the services. */
export { createProxy } from './proxy.ts';
