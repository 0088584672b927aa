/** The rules of a gadget: pure functions that decide what becomes of it. */
export * from './gadget.ts';
