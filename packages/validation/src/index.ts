/** Checking values against schemas. */
export * from './checks.ts';
export * from './duplicate-key.ts';
