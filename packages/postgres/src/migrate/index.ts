/** Bringing a database to the newest schema. */
export { mendedUniquely } from './mended-uniquely.ts';
export { migrate, type MigrationStep } from './migrate.ts';
