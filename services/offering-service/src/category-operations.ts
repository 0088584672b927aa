/** The HTTP contract of the categories that offerings are in. */
import { Category, DESCRIPTION_LENGTH, EXTERNAL_ID_LENGTH, Line, NAME_LENGTH, Uuid } from '@catalog/contracts';
import { crudOperations, listQuery } from '@catalog/http/server';
import Type, { type Static } from 'typebox';

export const CategoryInput = Type.Object(
  {
    name: Line(NAME_LENGTH, { about: 'Unique among its siblings, in any case', examples: ['Fibre'] }),
    parent_id: Type.Optional(Type.Union([Uuid, Type.Null()], { description: 'The category that it is in; null or left out for a root' })),
    sort_order: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 1_000_000, description: 'Where it stands among its siblings, the lowest first; 0 if left out' }),
    ),
    description: Type.Optional(
      Type.Union([Type.String({ maxLength: DESCRIPTION_LENGTH, description: 'May have several lines' }), Type.Null()]),
    ),
    external_id: Type.Optional(Type.Union([Line(EXTERNAL_ID_LENGTH, { about: 'Unique' }), Type.Null()])),
  },
  { additionalProperties: false, description: 'To change its parent moves a category with everything below it.' },
);
export type CategoryInput = Static<typeof CategoryInput>;

export const CategoryQuery = listQuery(['name', 'sort_order', 'created_at', 'updated_at'], {
  external_id: Type.Optional(Type.String({ description: 'The whole external_id' })),
  parent_id: Type.Optional(Type.Unsafe<string>({ ...Uuid, description: 'Only those right below this category' })),
  root: Type.Optional(Type.Boolean({ description: 'Only those without a parent, or only those with one' })),
});
export type CategoryQuery = Static<typeof CategoryQuery>;

const crud = crudOperations({
  one: 'a category',
  many: 'categories',
  path: '/api/v1/categories',
  readers: ['ADMIN', 'USER', 'SERVICE'],
  writers: ['ADMIN'],
  input: CategoryInput,
  item: Category,
  detail: Category,
  query: CategoryQuery,
});

export const categoryOperations = {
  createCategory: { ...crud.create, errors: ['INVALID_REFERENCE', 'NAME_TAKEN', 'EXTERNAL_ID_TAKEN', 'WRONG_STATE'] },
  listCategories: crud.list,
  getCategory: crud.get,
  getCategoryHistory: crud.history,
  replaceCategory: {
    ...crud.replace,
    summary: 'Change a category, or move it with everything below it',
    errors: ['INVALID_REFERENCE', 'NAME_TAKEN', 'EXTERNAL_ID_TAKEN'],
  },
  deleteCategory: { ...crud.remove, summary: 'Delete a category that has nothing below it and no offerings in it', errors: ['IN_USE'] },
} as const;
