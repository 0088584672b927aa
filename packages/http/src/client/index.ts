export * from './create-client.ts';
export * from './service-token.ts';
