/** Lists in pages: the query parameters they share, the reply's shape, and the Link header to the neighbouring pages. */
import Type, { type TSchema } from 'typebox';
import type { Reply } from './operation.ts';

export const MAXIMUM_PAGE_SIZE = 100;

export const pageQuery = {
  page: Type.Integer({ minimum: 1, maximum: 1_000_000, default: 1 }),
  page_size: Type.Integer({ minimum: 1, maximum: MAXIMUM_PAGE_SIZE, default: 20 }),
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
