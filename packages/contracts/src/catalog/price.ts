/** A price, and its events. */
import Type, { type Static } from 'typebox';
import { eventsOf } from '../event-schema.ts';
import { Nullable, OneOf, Timestamp, Uuid, Version } from '../schema.ts';
import { Charge } from './charge/index.ts';
import { PriceReduction } from './price-reduction.ts';

export const currencies = ['USD', 'EUR', 'TRY'] as const;
export type Currency = (typeof currencies)[number];

export const Price = Type.Object({
  id: Uuid,
  name: Type.String({ examples: ['Fibre 100 monthly'] }),
  value: Type.Number({ description: 'At most two decimals.', examples: [24.99] }),
  unit: Type.String({ description: 'The billing period.', examples: ['per month'] }),
  currency: OneOf(currencies),
  charge: Type.Optional(
    Nullable(Charge, { description: 'How it is charged; null where the unit is not plain. Events of before it came lack it.' }),
  ),
  reduced: Type.Optional(
    Nullable(PriceReduction, {
      description: 'While a window of its calendar runs in which it costs less. Events of before there was a calendar lack it.',
      examples: [null],
    }),
  ),
  locked: Type.Boolean({ description: 'An offering that uses it is being published.' }),
  locked_by_saga_ids: Type.Array(Uuid),
  version: Version,
  created_at: Timestamp,
  updated_at: Timestamp,
});
export type Price = Static<typeof Price>;

export const priceEvents = ['PriceCreated', 'PriceUpdated', 'PriceDeleted', 'PriceLocked', 'PriceUnlocked'] as const;
export type PriceEvent = (typeof priceEvents)[number];
export const priceEventSchemas = eventsOf(priceEvents, Price);
