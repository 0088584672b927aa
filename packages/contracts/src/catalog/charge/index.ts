/** How a price is charged: its shape, its rules, and the text it is written as. */
export * from './charge.ts';
export * from './charge-from.ts';
export * from './charge-of.ts';
export * from './unit.ts';
