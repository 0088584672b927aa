/** The HTTP contract of prices. */
import { currencies, HistoryEntry, lineInWords, nameInWords, OneOf, Price, UNIT_LENGTH, Uuid } from '@catalog/contracts';
import { defineApi, listQuery, Page, pageQuery } from '@catalog/http/server';
import Type, { type Static } from 'typebox';

const PATH = '/api/v1/prices';
const Id = Type.Object({ id: Uuid });
const SagaId = Type.Object({ saga_id: Uuid }, { additionalProperties: false });

export const PriceInput = Type.Object({
  name: Type.String({ description: `Unique in any case; ${nameInWords}`, examples: ['Fibre 100 monthly'] }),
  value: Type.Number({ description: 'Above 0, at most 99999999.99, at most two decimals', examples: [24.99] }),
  unit: Type.String({ description: `The billing period: at most ${UNIT_LENGTH} characters ${lineInWords}`, examples: ['per month'] }),
  currency: OneOf(currencies),
}, { additionalProperties: false });
export type PriceInput = Static<typeof PriceInput>;

export const sortings = ['name', '-name', 'value', '-value', 'created_at', '-created_at', 'updated_at', '-updated_at', 'id'] as const;

export const PriceQuery = Type.Object({
  ...listQuery,
  sort: OneOf(sortings, { default: 'name' }),
  currency: Type.Optional(OneOf(currencies)),
});
export type PriceQuery = Static<typeof PriceQuery>;

export const api = defineApi({
  title: 'Pricing service',
  description: 'Prices in USD, EUR and TRY, and their locks while an offering that uses them is being published.',
  operations: {
    createPrice: {
      method: 'POST', path: PATH, summary: 'Create a price', access: ['ADMIN'],
      body: PriceInput, replies: { 201: Price }, idempotent: true, errors: ['NAME_TAKEN'],
    },
    listPrices: {
      method: 'GET', path: PATH, summary: 'List prices', access: ['ADMIN', 'USER', 'SERVICE'], query: PriceQuery, replies: { 200: Page(Price) },
    },
    getPrice: {
      method: 'GET', path: `${PATH}/{id}`, summary: 'Read a price', access: ['ADMIN', 'USER', 'SERVICE'], params: Id, replies: { 200: Price },
    },
    getPriceHistory: {
      method: 'GET', path: `${PATH}/{id}/history`, summary: 'What was done to a price, and by whom', access: ['ADMIN', 'USER', 'SERVICE'],
      params: Id, query: Type.Object(pageQuery), replies: { 200: Page(HistoryEntry) },
    },
    replacePrice: {
      method: 'PUT', path: `${PATH}/{id}`, summary: 'Change a price', access: ['ADMIN'],
      params: Id, body: PriceInput, replies: { 200: Price }, errors: ['NAME_TAKEN', 'PRICE_LOCKED'],
    },
    deletePrice: {
      method: 'DELETE', path: `${PATH}/{id}`, summary: 'Delete a price that nothing uses', access: ['ADMIN'],
      params: Id, replies: { 204: null }, errors: ['IN_USE', 'PRICE_LOCKED'],
    },
    lockPrice: {
      method: 'POST', path: `${PATH}/{id}/lock`, summary: 'Lock a price for a publication saga', access: ['SERVICE'],
      params: Id, body: SagaId, replies: { 200: Price },
    },
    unlockPrice: {
      method: 'POST', path: `${PATH}/{id}/unlock`, summary: 'Remove the lock of a publication saga', access: ['SERVICE'],
      params: Id, body: SagaId, replies: { 200: Price },
    },
  },
});
