/** What every list page needs: its address as read, the page of the list it names, who is signed in, and the locale. */
import { currentUser } from '../../api/current-user.ts';
import type { Parameters } from '../../store/address.ts';
import { currentLocale } from '../../text/current-locale.ts';
import { type Kind, pathOf } from '../kinds.ts';
import { listThings } from '../things.ts';
import { listAddress } from './list-address.ts';

export type ListParameters = { searchParams: Promise<Parameters> };

/** `known`: the orders and filters that the API offers; the first order is the default. */
export async function loadList<K extends Kind>(
  kind: K,
  { searchParams }: ListParameters,
  known: { sorts: readonly string[]; filters: readonly string[] },
) {
  const address = listAddress(pathOf(kind), await searchParams, known);
  const query = { ...address.filters, ...(address.sort && { sort: address.sort }), page: address.page };
  const [locale, user, outcome] = await Promise.all([currentLocale(), currentUser(), listThings(kind, query)]);
  return { address, locale, isAdmin: user?.role === 'ADMIN', outcome };
}
