/** The rules of an offering, its life and its schedule: pure functions that decide what becomes of it. */
export * from './offering.ts';
export * from './schedule.ts';
