/** What a request carries besides its body: the id of all that is done for it, and how long its sender waits. */
export * from './correlation.ts';
export * from './deadline.ts';
