/** Asks the services that own the catalog for what no event has told the store yet, with the store's own token. */
import { type Characteristic, type Offering, type Price, Rejection, type Specification } from '@catalog/contracts';
import type { Answer, ServiceClient, ServiceToken } from '@catalog/http/client';

export type CatalogLookups = {
  /** Undefined when it does not exist. */
  offering(id: string): Promise<Offering | undefined>;
  /** The others answer with those that exist. */
  specifications(ids: string[]): Promise<Specification[]>;
  characteristics(ids: string[]): Promise<Characteristic[]>;
  prices(ids: string[]): Promise<Price[]>;
  offerings(ids: string[]): Promise<Offering[]>;
  /** Everything its owner has all the while, page by page, and of what is created or deleted meanwhile some. */
  all<K extends CatalogKind>(kind: K): AsyncIterable<CatalogState[K][]>;
};

export type CatalogState = { characteristics: Characteristic; specifications: Specification; prices: Price; offerings: Offering };
export type CatalogKind = keyof CatalogState;

/** What offerings are made of comes first: who goes through them in this order never has to ask for it again. */
export const catalogKinds = ['characteristics', 'specifications', 'prices', 'offerings'] as const satisfies readonly CatalogKind[];

type Owners = Record<CatalogKind, ServiceClient>;

const PAGE_SIZE = 100;

export const catalogLookups = (owners: Owners, token: ServiceToken): CatalogLookups => {
  async function list<K extends CatalogKind>(kind: K, query: [string, string][]): Promise<CatalogState[K][]> {
    const path = `/api/v1/${kind}?${new URLSearchParams([...query, ['page_size', String(PAGE_SIZE)]]).toString()}`;
    const answer = await owners[kind].get(path, { authorization: await token() });
    return (succeeded(answer, path) as { items: CatalogState[K][] }).items;
  }

  const byIds = <K extends CatalogKind>(kind: K) => async (ids: string[]): Promise<CatalogState[K][]> => {
    const found: CatalogState[K][] = [];
    for (let start = 0; start < ids.length; start += PAGE_SIZE) {
      found.push(...await list(kind, ids.slice(start, start + PAGE_SIZE).map((id) => ['id', id])));
    }
    return found;
  };

  async function* all<K extends CatalogKind>(kind: K): AsyncIterable<CatalogState[K][]> {
    for (let last: string | undefined; ;) {
      const items = await list(kind, [['sort', 'id'], ...(last === undefined ? [] : [['after_id', last] as [string, string]])]);
      yield items;
      last = items.at(-1)?.id;
      if (items.length < PAGE_SIZE) return;
    }
  }

  return {
    async offering(id) {
      const path = `/api/v1/offerings/${id}`;
      const answer = await owners.offerings.get(path, { authorization: await token() });
      return answer.status === 404 ? undefined : succeeded(answer, path) as Offering;
    },
    specifications: byIds('specifications'),
    characteristics: byIds('characteristics'),
    prices: byIds('prices'),
    offerings: byIds('offerings'),
    all,
  };
};

function succeeded({ status, body }: Answer, path: string): unknown {
  if (status !== 200) throw new Rejection('UPSTREAM_ERROR', 'Another service gave an answer the store cannot use', { path, status });
  return body;
}
