/** A change in the calendar of a price: a value from a time on, or for a window of time. */
import Type, { type Static } from 'typebox';
import { Actor } from '../history.ts';
import { Nullable, OneOf, Timestamp, Uuid } from '../schema.ts';

export const priceChangeStatuses = ['DUE', 'RUNNING', 'CARRIED_OUT', 'CANCELLED', 'MISSED'] as const;
export type PriceChangeStatus = (typeof priceChangeStatuses)[number];

export const PriceChange = Type.Object(
  {
    id: Uuid,
    price_id: Uuid,
    at: Timestamp,
    value: Type.Number({ examples: [19.99] }),
    valid_until: Type.Union([Timestamp, Type.Null()], { description: 'Until when, in a window; then the value of before is back' }),
    status: OneOf(priceChangeStatuses, {
      description: 'RUNNING: a window that has begun. MISSED: one that had passed before it could begin, as the price was locked',
    }),
    previous_value: Type.Union([Type.Number(), Type.Null()], { description: 'What the price was when it began', examples: [24.99] }),
    scheduled_by: Actor,
    created_at: Timestamp,
    began_at: Nullable(Timestamp),
    ended_at: Nullable(Timestamp),
  },
  { description: 'at and valid_until are what was asked for, began_at and ended_at what happened.' },
);
export type PriceChange = Static<typeof PriceChange>;
