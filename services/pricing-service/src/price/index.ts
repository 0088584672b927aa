/** Prices, their calendars, and the values that they had, in Postgres. */
export { priceChanges } from './price-changes.ts';
export { priceValues } from './price-values.ts';
export { prices } from './prices.ts';
