/** The HTTP contract of specifications. */
import { Characteristic, nameInWords, OneOf, Specification, Uuid } from '@catalog/contracts';
import { defineApi, listQuery, Page } from '@catalog/http/server';
import Type, { type Static } from 'typebox';

const PATH = '/api/v1/specifications';
const Id = Type.Object({ id: Uuid });

export const SpecificationInput = Type.Object({
  name: Type.String({ description: `Unique in any case; ${nameInWords}`, examples: ['Fibre 100'] }),
  characteristic_ids: Type.Array(Uuid, {
    minItems: 1, maxItems: 100, uniqueItems: true, description: 'Kept in this order; all must exist',
  }),
}, { additionalProperties: false });
export type SpecificationInput = Static<typeof SpecificationInput>;

export const ExpandedSpecification = Type.Object({
  ...Specification.properties,
  characteristics: Type.Array(Type.Pick(Characteristic, ['id', 'name', 'attribute', 'value', 'unit_of_measure', 'version']), {
    description: 'As they are now, in the order of characteristic_ids; those that were deleted are missing.',
  }),
});
export type ExpandedSpecification = Static<typeof ExpandedSpecification>;

export const sortings = ['name', '-name', 'created_at', '-created_at', 'updated_at', '-updated_at', 'id'] as const;

export const SpecificationQuery = Type.Object({
  ...listQuery,
  sort: OneOf(sortings, { default: 'name' }),
  characteristic_id: Type.Optional(Type.Unsafe<string>({ ...Uuid, description: 'Only those that list it' })),
  invalid: Type.Optional(Type.Boolean({ description: 'Only those that list a deleted characteristic, or only those that do not' })),
});
export type SpecificationQuery = Static<typeof SpecificationQuery>;

export const api = defineApi({
  title: 'Specification service',
  description: 'Specifications: named, ordered collections of characteristics that offerings are made of.',
  operations: {
    createSpecification: {
      method: 'POST', path: PATH, summary: 'Create a specification', access: ['ADMIN'],
      body: SpecificationInput, replies: { 201: ExpandedSpecification }, idempotent: true, errors: ['NAME_TAKEN', 'INVALID_REFERENCE'],
    },
    listSpecifications: {
      method: 'GET', path: PATH, summary: 'List specifications', access: ['ADMIN', 'USER', 'SERVICE'],
      query: SpecificationQuery, replies: { 200: Page(Specification) },
    },
    getSpecification: {
      method: 'GET', path: `${PATH}/{id}`, summary: 'Read a specification with its characteristics', access: ['ADMIN', 'USER', 'SERVICE'],
      params: Id, replies: { 200: ExpandedSpecification },
    },
    replaceSpecification: {
      method: 'PUT', path: `${PATH}/{id}`, summary: 'Change a specification', access: ['ADMIN'],
      params: Id, body: SpecificationInput, replies: { 200: ExpandedSpecification }, errors: ['NAME_TAKEN', 'INVALID_REFERENCE'],
    },
    deleteSpecification: {
      method: 'DELETE', path: `${PATH}/{id}`, summary: 'Delete a specification that nothing uses', access: ['ADMIN'],
      params: Id, replies: { 204: null }, errors: ['IN_USE'],
    },
  },
});
