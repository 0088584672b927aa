/** The rules of a price: pure functions that decide what becomes of it. */
export * from './price.ts';
export * from './schedule-change.ts';
