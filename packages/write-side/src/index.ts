/** What services that own things of the catalog have in common when they run. */
export * from './environment.ts';
export * from './run-write-side.ts';
