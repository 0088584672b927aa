export * from './network-of.ts';
export * from './rate-limit.ts';
