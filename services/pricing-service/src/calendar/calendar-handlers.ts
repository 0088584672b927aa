/** Answers the operations on the calendars of prices, and on the values that prices had. */
import type { PriceChange } from '@catalog/contracts';
import { etagOf, type Handlers, pageReply, requireMatch } from '@catalog/http/server';
import { type Database, idempotently } from '@catalog/postgres';
import { randomUUID } from 'node:crypto';
import { priceChanges, prices, priceValues } from '../price/index.ts';
import { cancelChange, scheduleChange } from '../rules/index.ts';
import type { calendarOperations } from '../calendar-operations.ts';

type Needs = {
  database: Database;
  now: () => string;
  /** Called once a change of a calendar is committed. */
  calendarChanged: () => void;
};
type Operations = { title: string; description: string; operations: typeof calendarOperations };

export const calendarHandlers = ({ database, now, calendarChanged }: Needs): Handlers<Operations> => ({
  async schedulePriceChange({ params, body, caller, idempotency }) {
    const reply = await idempotently(database, idempotency, async (tx) => {
      const id = randomUUID();
      await prices(tx, caller).change(params.id, async (price, inner) => {
        const pending = await priceChanges(inner).pendingOf(price.id);
        await priceChanges(inner).add(scheduleChange(body, { id, price, pending, actor: caller, now: now() }));
        return undefined;
      });
      const change = await priceChanges(tx).get(params.id, id);
      const headers = { Location: `/api/v1/prices/${change.price_id}/changes/${id}`, ETag: tagOf(change) };
      return { status: 201 as const, body: change, headers };
    });
    calendarChanged();
    return reply;
  },

  async listPriceChanges({ params, query, path, caller }) {
    const found = await priceChanges(database).list({ ...query, price_id: [params.id] });
    if (found.total === 0) await prices(database, caller).get(params.id);
    return pageReply(found, { path, query });
  },

  getPriceChange: async ({ params }) => shown(await priceChanges(database).get(params.id, params.change_id)),

  async cancelPriceChange({ params, caller, preconditions }) {
    await prices(database, caller).change(params.id, async (price, tx) => {
      const current = await priceChanges(tx).get(params.id, params.change_id);
      requireMatch(preconditions, tagOf(current));
      const { change, decision } = cancelChange(price, current, now());
      await priceChanges(tx).put(change);
      return decision;
    });
    return { status: 204 };
  },

  listAllPriceChanges: async ({ query, path }) => pageReply(await priceChanges(database).list(query), { path, query }),

  async listPriceValues({ params, query, path, caller }) {
    const found = await priceValues(database).list(params.id, query);
    if (found.total === 0 && !(await priceValues(database).isKnown(params.id))) await prices(database, caller).get(params.id);
    return pageReply(found, { path, query });
  },
});

const shown = (change: PriceChange) => ({
  status: 200 as const,
  body: change,
  headers: { ETag: tagOf(change) },
});

const tagOf = ({ id, status }: PriceChange) => etagOf(id, status);
