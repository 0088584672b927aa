/** The HTTP contract of gadgets. */
import { Line, NAME_LENGTH, Timestamp, Uuid, Version } from '@catalog/contracts';
import { crudOperations, defineApi, listQuery } from '@catalog/http/server';
import Type, { type Static } from 'typebox';

export const GadgetInput = Type.Object(
  {
    name: Line(NAME_LENGTH, { about: 'Unique in any case', examples: ['First gadget'] }),
  },
  { additionalProperties: false },
);
export type GadgetInput = Static<typeof GadgetInput>;

export const Gadget = Type.Object(
  {
    id: Uuid,
    name: Type.String(),
    version: Version,
    created_at: Timestamp,
    updated_at: Timestamp,
  },
  { title: 'Gadget' },
);
export type Gadget = Static<typeof Gadget>;

export const GadgetQuery = listQuery(['name', 'created_at', 'updated_at'], {});
export type GadgetQuery = Static<typeof GadgetQuery>;

const crud = crudOperations({
  one: 'a gadget',
  many: 'gadgets',
  path: '/api/v1/gadgets',
  readers: ['ADMIN', 'USER', 'SERVICE'],
  writers: ['ADMIN'],
  input: GadgetInput,
  item: Gadget,
  detail: Gadget,
  query: GadgetQuery,
});

export const api = defineApi({
  title: 'Gadget service',
  description: 'Gadgets.',
  operations: {
    createGadget: { ...crud.create, errors: ['NAME_TAKEN'] },
    listGadgets: crud.list,
    getGadget: crud.get,
    getGadgetHistory: crud.history,
    replaceGadget: { ...crud.replace, errors: ['NAME_TAKEN'] },
    deleteGadget: crud.remove,
  },
});
