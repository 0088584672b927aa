/** Lists in pages: their query parameters, the shape of a page, and the Link header to the other pages. */
import { OneOf, type PageOf, type PageRequest, Uuid } from '@catalog/contracts';
import Type, { type TProperties, type TSchema } from 'typebox';
import type { Reply } from './operation.ts';

export const MAXIMUM_PAGE_SIZE = 100;

export const pageQuery = {
  page: Type.Integer({ minimum: 1, maximum: 1_000_000, default: 1 }),
  page_size: Type.Integer({ minimum: 1, maximum: MAXIMUM_PAGE_SIZE, default: 20 }),
};

/**
 * Query parameters of a list of the catalog: those that every list has, and filters of its own. It is ordered by id, or by a field in
 * either direction. A deletion shifts the pages after it; reading by `after_id` is not affected.
 */
export const listQuery = <const Fields extends readonly ['name', ...string[]], const Filters extends TProperties>(
  sortedBy: Fields,
  filters: Filters,
) =>
  Type.Object({
    ...everyListQuery,
    sort: OneOf([...sortedBy.flatMap((field) => [field, `-${field}`]), 'id'] as (Fields[number] | `-${Fields[number]}` | 'id')[], {
      default: 'name',
    }),
    ...filters,
  });

const everyListQuery = {
  ...pageQuery,
  id: Type.Optional(Type.Array(Uuid, { maxItems: 100, description: 'Repeatable: only these' })),
  after_id: Type.Optional(
    Type.Unsafe<string>({
      ...Uuid,
      description: 'Only greater ids. With sort=id and the last id of the page before, a list is read without a gap while it changes',
    }),
  ),
  name: Type.Optional(Type.String({ description: 'Part of the name, in any case' })),
  updated_since: Type.Optional(Type.String({ format: 'date-time' })),
};

export const Page = <S extends TSchema>(item: S) =>
  Type.Object({ total: Type.Integer(), page: Type.Integer(), page_size: Type.Integer(), items: Type.Array(item) });

/** `path` and `query` are those of the request; the links differ from it in `page` alone. */
export function pageReply<T>(
  found: { total: number; items: T[] },
  request: { path: string; query: PageRequest },
): Reply<200, PageOf<T>> & { body: PageOf<T> } {
  const { page, page_size } = request.query;
  const last = Math.max(1, Math.ceil(found.total / page_size));
  const link = (relation: string, target: number) =>
    `<${request.path}?${queryString({ ...request.query, page: target })}>; rel="${relation}"`;
  const links = [
    link('first', 1),
    ...(page > 1 ? [link('prev', Math.min(page - 1, last))] : []),
    ...(page < last ? [link('next', page + 1)] : []),
    link('last', last),
  ];
  return { status: 200, body: { total: found.total, page, page_size, items: found.items }, headers: { Link: links.join(', ') } };
}

function queryString(query: Record<string, unknown>): string {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    for (const one of [value as string | number | (string | number)[] | undefined].flat()) {
      if (one !== undefined) parameters.append(key, String(one));
    }
  }
  return parameters.toString();
}
