/** An API as data, and what follows from it. */
export * from './body-limit.ts';
export * from './crud-operations.ts';
export * from './operation.ts';
export * from './page.ts';
export * from './refusals-of.ts';
