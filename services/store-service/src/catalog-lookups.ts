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
};

type Owners = Record<'offerings' | 'specifications' | 'characteristics' | 'prices', ServiceClient>;

export const IDS_PER_CALL = 100;

export const catalogLookups = (owners: Owners, token: ServiceToken): CatalogLookups => {
  const byIds = <T>(owner: ServiceClient, path: string) => async (ids: string[]): Promise<T[]> => {
    const found: T[] = [];
    for (let start = 0; start < ids.length; start += IDS_PER_CALL) {
      const query = new URLSearchParams(ids.slice(start, start + IDS_PER_CALL).map((id): [string, string] => ['id', id]));
      const answer = await owner.get(`${path}?${query.toString()}&page_size=${IDS_PER_CALL}`, { authorization: await token() });
      found.push(...(succeeded(answer, path) as { items: T[] }).items);
    }
    return found;
  };
  return {
    async offering(id) {
      const path = `/api/v1/offerings/${id}`;
      const answer = await owners.offerings.get(path, { authorization: await token() });
      return answer.status === 404 ? undefined : succeeded(answer, path) as Offering;
    },
    specifications: byIds(owners.specifications, '/api/v1/specifications'),
    characteristics: byIds(owners.characteristics, '/api/v1/characteristics'),
    prices: byIds(owners.prices, '/api/v1/prices'),
  };
};

function succeeded({ status, body }: Answer, path: string): unknown {
  if (status !== 200) throw new Rejection('UPSTREAM_ERROR', 'Another service gave an answer the store cannot use', { path, status });
  return body;
}
