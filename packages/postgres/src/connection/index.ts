/** Connections to a service's database, and how to ask it. */
export { connect, type ConnectOptions, type Database, type Transaction } from './database.ts';
export { databaseHealth, type DatabaseHealth } from './database-health.ts';
export { type Fragment, type Row, row, sql } from './sql.ts';
export { uniqueViolation } from './unique-violation.ts';
