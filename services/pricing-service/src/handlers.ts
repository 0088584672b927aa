/** Answers the operations on prices. */
import { type Price, unitOf } from '@catalog/contracts';
import { etagOf, type Handlers, pageReply, requireMatch } from '@catalog/http/server';
import { type Database, idempotently, offeringReplicas } from '@catalog/postgres';
import { randomUUID } from 'node:crypto';
import type { api } from './api.ts';
import type { calendarHandlers } from './calendar/index.ts';
import { priceChanges, prices } from './price/index.ts';
import { changePrice, createPrice, deletePrice, lockPrice, unlockPrice } from './rules/index.ts';

type Needs = { database: Database; now: () => string; calendar: ReturnType<typeof calendarHandlers> };

export const handlers = ({ database, now, calendar }: Needs): Handlers<typeof api> => ({
  createPrice: ({ body, caller, idempotency }) =>
    idempotently(database, idempotency, async (tx) => {
      const price = await prices(tx, caller).create(createPrice(body, { id: randomUUID(), now: now() }));
      return { status: 201, body: price, headers: { Location: `/api/v1/prices/${price.id}`, ETag: tagOf(price) } };
    }),

  listPrices: async ({ query, path, caller }) => pageReply(await prices(database, caller).list(query), { path, query }),

  getPrice: async ({ params, caller }) => shown(await prices(database, caller).get(params.id)),

  getPriceHistory: async ({ params, query, path, caller }) =>
    pageReply(await prices(database, caller).history(params.id, query), { path, query }),

  getPriceImpact: async ({ params, caller }) => {
    const { id } = await prices(database, caller).get(params.id);
    return { status: 200, body: await offeringReplicas(database).impactOf('pricing_ids', [id]) };
  },

  replacePrice: async ({ params, body, caller, preconditions }) =>
    shown(
      await prices(database, caller).change(params.id, async (current, tx) => {
        requireMatch(preconditions, tagOf(current));
        return changePrice(current, body, { now: now(), pending: await priceChanges(tx).pendingOf(current.id) });
      }),
    ),

  deletePrice: async ({ params, caller, preconditions }) => {
    await prices(database, caller).change(params.id, async (current, tx) => {
      requireMatch(preconditions, tagOf(current));
      return deletePrice(current, await offeringReplicas(tx).using('pricing_ids', params.id));
    });
    return { status: 204 };
  },

  lockPrice: async ({ params, body, caller }) =>
    shown(await prices(database, caller).change(params.id, (current) => lockPrice(current, body.saga_id))),

  unlockPrice: async ({ params, body, caller }) =>
    shown(await prices(database, caller).change(params.id, (current) => unlockPrice(current, body.saga_id))),

  ...calendar,
});

const shown = (price: Price) => ({ status: 200 as const, body: price, headers: { ETag: tagOf(price) } });

// Locks come and go while a client edits: they are no change of what it saw.
const tagOf = ({ id, name, value, unit, currency, charge, updated_at }: Price) =>
  etagOf(id, name, value, unit, currency, charge ? unitOf(charge) : '', updated_at);
