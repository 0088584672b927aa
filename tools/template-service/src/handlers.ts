/** Answers the operations on gadgets. */
import { etagOf, type Handlers, pageReply, requireMatch } from '@catalog/http/server';
import { type Database, idempotently } from '@catalog/postgres';
import { randomUUID } from 'node:crypto';
import type { api, Gadget } from './api.ts';
import { gadgets } from './gadgets.ts';
import { changeGadget, createGadget, deleteGadget } from './rules/index.ts';

type Needs = { database: Database; now: () => string };

export const handlers = ({ database, now }: Needs): Handlers<typeof api> => ({
  createGadget: ({ body, caller, idempotency }) =>
    idempotently(database, idempotency, async (tx) => {
      const gadget = await gadgets(tx, caller).create(createGadget(body, { id: randomUUID(), now: now() }));
      return { status: 201, body: gadget, headers: { Location: `/api/v1/gadgets/${gadget.id}`, ETag: tagOf(gadget) } };
    }),

  listGadgets: async ({ query, path, caller }) => pageReply(await gadgets(database, caller).list(query), { path, query }),

  getGadget: async ({ params, caller }) => shown(await gadgets(database, caller).get(params.id)),

  getGadgetHistory: async ({ params, query, path, caller }) =>
    pageReply(await gadgets(database, caller).history(params.id, query), { path, query }),

  replaceGadget: async ({ params, body, caller, preconditions }) =>
    shown(
      await gadgets(database, caller).change(params.id, (current) => {
        requireMatch(preconditions, tagOf(current));
        return changeGadget(current, body, now());
      }),
    ),

  deleteGadget: async ({ params, caller, preconditions }) => {
    await gadgets(database, caller).change(params.id, (current) => {
      requireMatch(preconditions, tagOf(current));
      return deleteGadget(current);
    });
    return { status: 204 };
  },
});

const shown = (gadget: Gadget) => ({ status: 200 as const, body: gadget, headers: { ETag: tagOf(gadget) } });

const tagOf = ({ id, version }: Gadget) => etagOf(id, version);
