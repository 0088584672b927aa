/** The address of a list: filters, order and page as query parameters, named as in the API. */
import { firstOf, type Parameters } from '../../store/address.ts';

export type ListAddress = { path: string; sort: string; page: number; filters: Record<string, string> };

const MAX_PAGE = 1_000_000;

/** Whatever is not known is ignored; the first order is the default. */
export function listAddress(
  path: string,
  parameters: Parameters,
  known: { sorts: readonly string[]; filters: readonly string[] },
): ListAddress {
  const valueOf = (name: string) => firstOf(parameters, name)?.trim() ?? '';
  const page = Number(valueOf('page'));
  const filters = known.filters.map((name) => [name, valueOf(name)] as const).filter(([, value]) => value !== '');
  return {
    path,
    sort: known.sorts.includes(valueOf('sort')) ? valueOf('sort') : (known.sorts[0] ?? ''),
    page: Number.isInteger(page) && page > 0 && page <= MAX_PAGE ? page : 1,
    filters: Object.fromEntries(filters),
  };
}

export function listHref({ path, sort, page, filters }: ListAddress, change: Partial<Pick<ListAddress, 'sort' | 'page'>> = {}): string {
  const parameters = new URLSearchParams(filters);
  const next = { sort, page, ...change };
  if (next.sort) parameters.set('sort', next.sort);
  if (next.page > 1) parameters.set('page', String(next.page));
  const query = parameters.toString();
  return query ? `${path}?${query}` : path;
}

/** Ascending first; the same column again reverses the order. */
export const toggledSort = (sort: string, column: string): string => (sort === column ? `-${column}` : column);

export function sortDirection(sort: string, column: string): 'ascending' | 'descending' | undefined {
  if (sort === column) return 'ascending';
  return sort === `-${column}` ? 'descending' : undefined;
}
