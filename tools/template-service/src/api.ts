/** The HTTP contract of gadgets. */
import { HistoryEntry, nameInWords, OneOf, Timestamp, Uuid } from '@catalog/contracts';
import { defineApi, listQuery, Page, pageQuery } from '@catalog/http/server';
import Type, { type Static } from 'typebox';

const PATH = '/api/v1/gadgets';
const Id = Type.Object({ id: Uuid });

export const GadgetInput = Type.Object({
  name: Type.String({ description: `Unique in any case; ${nameInWords}`, examples: ['First gadget'] }),
}, { additionalProperties: false });
export type GadgetInput = Static<typeof GadgetInput>;

export const Gadget = Type.Object({
  id: Uuid,
  name: Type.String(),
  version: Type.Integer({ minimum: 1 }),
  created_at: Timestamp,
  updated_at: Timestamp,
}, { title: 'Gadget' });
export type Gadget = Static<typeof Gadget>;

const sortings = ['name', '-name', 'created_at', '-created_at', 'updated_at', '-updated_at', 'id'] as const;
export const GadgetQuery = Type.Object({ ...listQuery, sort: OneOf(sortings, { default: 'name' }) });
export type GadgetQuery = Static<typeof GadgetQuery>;

export const api = defineApi({
  title: 'Gadget service',
  description: 'Gadgets.',
  operations: {
    createGadget: {
      method: 'POST', path: PATH, summary: 'Create a gadget', access: ['ADMIN'],
      body: GadgetInput, replies: { 201: Gadget }, idempotent: true, errors: ['NAME_TAKEN'],
    },
    listGadgets: {
      method: 'GET', path: PATH, summary: 'List gadgets', access: ['ADMIN', 'USER', 'SERVICE'], query: GadgetQuery, replies: { 200: Page(Gadget) },
    },
    getGadget: {
      method: 'GET', path: `${PATH}/{id}`, summary: 'Read a gadget', access: ['ADMIN', 'USER', 'SERVICE'], params: Id, replies: { 200: Gadget },
    },
    getGadgetHistory: {
      method: 'GET', path: `${PATH}/{id}/history`, summary: 'What was done to a gadget, and by whom', access: ['ADMIN', 'USER', 'SERVICE'],
      params: Id, query: Type.Object(pageQuery), replies: { 200: Page(HistoryEntry) },
    },
    replaceGadget: {
      method: 'PUT', path: `${PATH}/{id}`, summary: 'Change a gadget', access: ['ADMIN'],
      params: Id, body: GadgetInput, replies: { 200: Gadget }, errors: ['NAME_TAKEN'],
    },
    deleteGadget: { method: 'DELETE', path: `${PATH}/{id}`, summary: 'Delete a gadget', access: ['ADMIN'], params: Id, replies: { 204: null } },
  },
});
