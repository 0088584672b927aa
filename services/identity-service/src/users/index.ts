/** Users in Postgres. */
export { addFirstUsers } from './first-users.ts';
export * from './user-changes.ts';
export * from './users.ts';
