/** The rules of a specification: pure functions that decide what becomes of it. */
export * from './specification.ts';
