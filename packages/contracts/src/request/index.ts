/**
 * What a request carries besides its body: the id of all that is done for it, how long its sender waits, and which page of a list it asks
 * for.
 */
export * from './correlation.ts';
export * from './deadline.ts';
export * from './page-request.ts';
