/** What customers are told of a reduced price while it runs (directive 98/6/EC, article 6a, as of directive (EU) 2019/2161). */
import Type, { type Static } from 'typebox';
import { Timestamp } from '../schema.ts';

export const PriceReduction = Type.Object({
  since: Timestamp,
  valid_until: Timestamp,
  previous_value: Type.Number({ description: 'What it was when the reduction began, and will be again', examples: [24.99] }),
  lowest_30_days: Type.Number({
    description: 'The lowest it was in the 30 days before the reduction began, or since there has been the price',
    examples: [22.99],
  }),
});
export type PriceReduction = Static<typeof PriceReduction>;
