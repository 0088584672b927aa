export * from './body-limit.ts';
export * from './operation.ts';
export * from './paging.ts';
export * from './refusals-of.ts';
