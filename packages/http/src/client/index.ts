export * from './create-client.ts';
export * from './list-by-ids.ts';
export * from './service-token.ts';
