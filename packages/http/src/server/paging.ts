/** Lists in pages: the query parameters they share, the reply's shape, and the Link header to the neighbouring pages. */
import { Uuid } from '@catalog/contracts';
import Type, { type TSchema } from 'typebox';
import type { Reply } from './operation.ts';

export const MAXIMUM_PAGE_SIZE = 100;

export const pageQuery = {
  page: Type.Integer({ minimum: 1, maximum: 1_000_000, default: 1 }),
  page_size: Type.Integer({ minimum: 1, maximum: MAXIMUM_PAGE_SIZE, default: 20 }),
};

/** What every list of things of the catalog may be asked, beside its own. Pages are counted from the start, so a deletion moves them; keys stay. */
export const listQuery = {
  ...pageQuery,
  id: Type.Optional(Type.Array(Uuid, { maxItems: 100, description: 'Repeatable: only these' })),
  after_id: Type.Optional(Type.Unsafe<string>({
    ...Uuid, description: 'Only those of greater ids. With sort=id and the last id of the page before, a list is read without a gap while it changes',
  })),
  name: Type.Optional(Type.String({ description: 'Part of the name, in any case' })),
  updated_since: Type.Optional(Type.String({ format: 'date-time' })),
};

export type PageRequest = { page: number; page_size: number };
export type PageOf<T> = { total: number; page: number; page_size: number; items: T[] };

export const Page = <S extends TSchema>(item: S) =>
  Type.Object({ total: Type.Integer(), page: Type.Integer(), page_size: Type.Integer(), items: Type.Array(item) });

/** `limit` and `offset` as SQL and search engines want them. */
export const windowOf = ({ page, page_size }: PageRequest) => ({ limit: page_size, offset: (page - 1) * page_size });

/** `path` and `query` are the request's own; the links differ from it in `page` alone. */
export function pageReply<T>(
  found: { total: number; items: T[] },
  request: { path: string; query: PageRequest },
): Reply<200, PageOf<T>> & { body: PageOf<T> } {
  const { page, page_size } = request.query;
  const last = Math.max(1, Math.ceil(found.total / page_size));
  const link = (relation: string, target: number) => `<${request.path}?${queryString({ ...request.query, page: target })}>; rel="${relation}"`;
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
