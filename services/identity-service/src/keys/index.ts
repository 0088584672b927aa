export * from './key-source.ts';
export * from './signing-keys.ts';
