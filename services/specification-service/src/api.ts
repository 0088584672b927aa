/** The HTTP contract of specifications. */
import { Characteristic, Line, NAME_LENGTH, Specification, Uuid } from '@catalog/contracts';
import { crudOperations, defineApi, listQuery } from '@catalog/http/server';
import Type, { type Static } from 'typebox';

export const SpecificationInput = Type.Object(
  {
    name: Line(NAME_LENGTH, { about: 'Unique in any case', examples: ['Fibre 100'] }),
    characteristic_ids: Type.Array(Uuid, {
      minItems: 1,
      maxItems: 100,
      uniqueItems: true,
      description: 'Kept in this order; all must exist',
    }),
  },
  { additionalProperties: false },
);
export type SpecificationInput = Static<typeof SpecificationInput>;

export const ExpandedSpecification = Type.Object({
  ...Specification.properties,
  characteristics: Type.Array(Type.Pick(Characteristic, ['id', 'name', 'attribute', 'value', 'unit_of_measure', 'version']), {
    description: 'As they are now, in the order of characteristic_ids; those that were deleted are missing.',
  }),
});
export type ExpandedSpecification = Static<typeof ExpandedSpecification>;

export const SpecificationQuery = listQuery(['name', 'created_at', 'updated_at'], {
  characteristic_id: Type.Optional(Type.Unsafe<string>({ ...Uuid, description: 'Only those that list it' })),
  invalid: Type.Optional(Type.Boolean({ description: 'Only those that list a deleted characteristic, or only those that do not' })),
});
export type SpecificationQuery = Static<typeof SpecificationQuery>;

const crud = crudOperations({
  one: 'a specification',
  many: 'specifications',
  path: '/api/v1/specifications',
  readers: ['ADMIN', 'USER', 'SERVICE'],
  writers: ['ADMIN'],
  input: SpecificationInput,
  item: Specification,
  detail: ExpandedSpecification,
  query: SpecificationQuery,
});

export const api = defineApi({
  title: 'Specification service',
  description: 'Specifications: named, ordered collections of characteristics that offerings are made of.',
  operations: {
    createSpecification: { ...crud.create, errors: ['NAME_TAKEN', 'INVALID_REFERENCE'] },
    listSpecifications: crud.list,
    getSpecification: { ...crud.get, summary: 'Read a specification with its characteristics' },
    getSpecificationImpact: crud.impact,
    replaceSpecification: { ...crud.replace, errors: ['NAME_TAKEN', 'INVALID_REFERENCE'] },
    deleteSpecification: { ...crud.remove, summary: 'Delete a specification that nothing uses', errors: ['IN_USE'] },
  },
});
