/** The HTTP contract of prices. */
import {
  ChargeInput,
  chargeTypes,
  currencies,
  HIGHEST_PRICE,
  Line,
  NAME_LENGTH,
  Nullable,
  OneOf,
  Price,
  UNIT_LENGTH,
  Uuid,
} from '@catalog/contracts';
import { crudOperations, defineApi, listQuery } from '@catalog/http/server';
import Type, { type Static } from 'typebox';
import { calendarOperations } from './calendar-operations.ts';

const SagaId = Type.Object({ saga_id: Uuid }, { additionalProperties: false });

export const PriceInput = Type.Object(
  {
    name: Line(NAME_LENGTH, { about: 'Unique in any case', examples: ['Fibre 100 monthly'] }),
    value: Type.Number({
      minimum: 0,
      maximum: HIGHEST_PRICE,
      multipleOf: 0.01,
      description: 'Above 0, or 0 where it is charged once.',
      examples: [24.99],
    }),
    unit: Type.Optional(
      Line(UNIT_LENGTH, { about: 'The billing period; follows from the charge where it is left out', examples: ['per month'] }),
    ),
    currency: OneOf(currencies),
    charge: Type.Optional(
      Nullable(ChargeInput, {
        description:
          'Follows from the unit where it is left out, or null, and the unit is plain. It may not say anything else than a plain unit.',
      }),
    ),
  },
  { additionalProperties: false },
);
export type PriceInput = Static<typeof PriceInput>;

export const PriceQuery = listQuery(['name', 'value', 'created_at', 'updated_at'], {
  currency: Type.Optional(OneOf(currencies)),
  charge_type: Type.Optional(OneOf(chargeTypes)),
});
export type PriceQuery = Static<typeof PriceQuery>;

const crud = crudOperations({
  one: 'a price',
  many: 'prices',
  path: '/api/v1/prices',
  readers: ['ADMIN', 'USER', 'SERVICE'],
  writers: ['ADMIN'],
  input: PriceInput,
  item: Price,
  detail: Price,
  query: PriceQuery,
});
const { params } = crud.get;

export const api = defineApi({
  title: 'Pricing service',
  description: 'Prices in USD, EUR and TRY, their calendars, and their locks while an offering that uses them is being published.',
  operations: {
    createPrice: { ...crud.create, errors: ['NAME_TAKEN'] },
    listPrices: crud.list,
    getPrice: crud.get,
    getPriceHistory: crud.history,
    getPriceImpact: crud.impact,
    replacePrice: { ...crud.replace, errors: ['NAME_TAKEN', 'PRICE_LOCKED', 'OVERLAPPING_CHANGE'] },
    deletePrice: { ...crud.remove, summary: 'Delete a price that nothing uses', errors: ['IN_USE', 'PRICE_LOCKED'] },
    lockPrice: {
      method: 'POST',
      path: '/api/v1/prices/{id}/lock',
      summary: 'Lock a price for a publication saga',
      access: ['SERVICE'],
      params,
      body: SagaId,
      replies: { 200: Price },
    },
    unlockPrice: {
      method: 'POST',
      path: '/api/v1/prices/{id}/unlock',
      summary: 'Remove the lock of a publication saga',
      access: ['SERVICE'],
      params,
      body: SagaId,
      replies: { 200: Price },
    },
    ...calendarOperations,
  },
});
