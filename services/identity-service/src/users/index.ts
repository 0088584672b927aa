export { addFirstUsers } from './first-users.ts';
export * from './user-changes.ts';
export * from './user.ts';
export * from './users.ts';
