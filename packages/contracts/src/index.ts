/** What the services tell each other. */
export * from './access/index.ts';
export * from './catalog/index.ts';
export * from './request/index.ts';
export * from './saga/index.ts';
export * from './services/index.ts';
export * from './text/index.ts';
export * from './error-codes.ts';
export * from './error-details.ts';
export * from './event-schema.ts';
export * from './events.ts';
export * from './history.ts';
export * from './refusals.ts';
export * from './rejection.ts';
export * from './schema.ts';
