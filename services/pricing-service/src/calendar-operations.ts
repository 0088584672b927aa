/** The HTTP contract of a price's calendar, and of the values that it had. */
import { HIGHEST_PRICE, OneOf, PriceChange, priceChangeStatuses, PriceValue, Timestamp, Uuid } from '@catalog/contracts';
import { Page, pageQuery } from '@catalog/http/server';
import Type from 'typebox';

const path = '/api/v1/prices/{id}';
const params = Type.Object({ id: Uuid });
const ofOne = { path: `${path}/changes/{change_id}`, params: Type.Object({ id: Uuid, change_id: Uuid }) } as const;
const readers = ['ADMIN', 'USER', 'SERVICE'] as const;

const PriceChangeInput = Type.Object(
  {
    at: Type.Optional(
      Type.Unsafe<string>({ ...Timestamp, description: 'From when on, at most two years ahead; a window without it begins at once' }),
    ),
    value: Type.Number({ minimum: 0, maximum: HIGHEST_PRICE, multipleOf: 0.01, examples: [19.99] }),
    valid_until: Type.Optional(
      Type.Unsafe<string>({ ...Timestamp, description: 'Makes it a window: then the value of before is back. In a window it may be 0' }),
    ),
  },
  { additionalProperties: false },
);

const status = Type.Optional(Type.Array(OneOf(priceChangeStatuses), { description: 'Repeatable: only those that are so' }));
const PriceChangesQuery = Type.Object({ ...pageQuery, status });
const AllPriceChangesQuery = Type.Object({
  ...pageQuery,
  status,
  price_id: Type.Optional(Type.Array(Uuid, { maxItems: 100, description: 'Repeatable: only those of these prices' })),
});

const PriceValuesQuery = Type.Object({
  ...pageQuery,
  at: Type.Optional(Type.Unsafe<string>({ ...Timestamp, description: 'Only the value that it had at that moment' })),
  from: Type.Optional(Type.Unsafe<string>({ ...Timestamp, description: 'Only values that it had at that moment or later' })),
  until: Type.Optional(Type.Unsafe<string>({ ...Timestamp, description: 'Only values that it had before that moment' })),
});

export const calendarOperations = {
  schedulePriceChange: {
    method: 'POST',
    path: `${path}/changes`,
    summary: 'Let a price have another value from a time on, or for a window of time',
    access: ['ADMIN'],
    params,
    body: PriceChangeInput,
    replies: { 201: PriceChange },
    idempotent: true,
    errors: ['OVERLAPPING_CHANGE', 'TOO_MANY_CHANGES'],
  },
  listPriceChanges: {
    method: 'GET',
    path: `${path}/changes`,
    summary: 'List the changes in the calendar of a price, the latest first',
    access: readers,
    params,
    query: PriceChangesQuery,
    replies: { 200: Page(PriceChange) },
  },
  getPriceChange: { method: 'GET', ...ofOne, summary: 'Read a change of a price', access: readers, replies: { 200: PriceChange } },
  cancelPriceChange: {
    method: 'DELETE',
    ...ofOne,
    summary: 'Cancel a change of a price that is due, or end a window that runs',
    access: ['ADMIN'],
    replies: { 204: null },
    errors: ['WRONG_STATE', 'PRICE_LOCKED'],
  },
  listAllPriceChanges: {
    method: 'GET',
    path: '/api/v1/price-changes',
    summary: 'List the changes in the calendars of all prices, the latest first',
    access: readers,
    query: AllPriceChangesQuery,
    replies: { 200: Page(PriceChange) },
  },
  listPriceValues: {
    method: 'GET',
    path: `${path}/values`,
    summary: 'List the values that a price had, and when, the latest first; also of a deleted one',
    access: readers,
    params,
    query: PriceValuesQuery,
    replies: { 200: Page(PriceValue) },
  },
} as const;
