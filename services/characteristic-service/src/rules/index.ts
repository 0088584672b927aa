/** The rules of a characteristic: pure functions that decide what becomes of it. */
export * from './characteristic.ts';
