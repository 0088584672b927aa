/** The keys that sign and verify tokens. */
export * from './key-source.ts';
export * from './signing-keys.ts';
