/** The address of a list: filters, order and page as query parameters, named as in the API. */
import { firstOf, type Parameters } from '../../store/address.ts';

export type ListAddress = { path: string; sort: string; page: number; filters: Record<string, string> };

export function listAddress(path: string, parameters: Parameters, known: { sorts: readonly string[]; filters: readonly string[] }): ListAddress {
  const given = (name: string) => firstOf(parameters, name)?.trim() ?? '';
  const page = Number(given('page'));
  const filters = known.filters.flatMap((name) => (given(name) === '' ? [] : [[name, given(name)]]));
  return {
    path,
    sort: known.sorts.includes(given('sort')) ? given('sort') : known.sorts[0] ?? '',
    page: Number.isInteger(page) && page > 0 && page <= MOST_PAGES ? page : 1,
    filters: Object.fromEntries(filters) as Record<string, string>,
  };
}

const MOST_PAGES = 1_000_000;

export function listHref({ path, sort, page, filters }: ListAddress, change: Partial<Pick<ListAddress, 'sort' | 'page'>> = {}): string {
  const parameters = new URLSearchParams(filters);
  const next = { sort, page, ...change };
  if (next.sort) parameters.set('sort', next.sort);
  if (next.page > 1) parameters.set('page', String(next.page));
  const query = parameters.toString();
  return query ? `${path}?${query}` : path;
}

/** Another column begins with its lowest; the same one is turned round. */
export const turned = (sort: string, column: string): string => (sort === column ? `-${column}` : column);

export const directionOf = (sort: string, column: string): 'ascending' | 'descending' | undefined =>
  (sort === column ? 'ascending' : sort === `-${column}` ? 'descending' : undefined);
