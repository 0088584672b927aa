/** A value that a price had, and when. */
import Type, { type Static } from 'typebox';
import { Nullable, OneOf, Timestamp } from '../schema.ts';
import { currencies } from './price.ts';

export const PriceValue = Type.Object({
  value: Type.Number({ examples: [24.99] }),
  currency: OneOf(currencies),
  unit: Type.String({ examples: ['per month'] }),
  valid_from: Timestamp,
  valid_until: Nullable(Timestamp),
});
export type PriceValue = Static<typeof PriceValue>;
