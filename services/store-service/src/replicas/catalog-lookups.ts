/** Asks the services that own the catalog for what no event has told the store yet, with the store's own token. */
import { type CatalogKind, catalogReader, type CatalogState } from '@catalog/catalog-client';
import { type Category, type Characteristic, type Offering, type Price, Rejection, type Specification } from '@catalog/contracts';
import type { Answer, ServiceClient, ServiceToken } from '@catalog/http/client';

export { type CatalogKind, catalogKinds, type CatalogState } from '@catalog/catalog-client';

export type CatalogLookups = {
  /** Undefined when it does not exist. */
  offering(id: string): Promise<Offering | undefined>;
  /** The others answer with those that exist. */
  specifications(ids: string[]): Promise<Specification[]>;
  characteristics(ids: string[]): Promise<Characteristic[]>;
  prices(ids: string[]): Promise<Price[]>;
  categories(ids: string[]): Promise<Category[]>;
  offerings(ids: string[]): Promise<Offering[]>;
  /** Everything its owner has all the while, page by page, and of what is created or deleted meanwhile some. */
  all<K extends CatalogKind>(kind: K): AsyncIterable<CatalogState[K][]>;
};

type Owners = Record<CatalogKind, ServiceClient>;

export const catalogLookups = (owners: Owners, token: ServiceToken): CatalogLookups => {
  const reader = catalogReader(async (kind, path) => usable(await owners[kind].get(path, { authorization: await token() }), path));
  const byIds =
    <K extends CatalogKind>(kind: K) =>
    (ids: string[]) =>
      reader.byIds(kind, ids);
  return {
    offering: (id) => reader.one('offerings', id),
    specifications: byIds('specifications'),
    characteristics: byIds('characteristics'),
    prices: byIds('prices'),
    categories: byIds('categories'),
    offerings: byIds('offerings'),
    all: reader.pages,
  };
};

function usable(answer: Answer, path: string): Answer {
  if (answer.status === 200 || answer.status === 404) return answer;
  throw new Rejection('UPSTREAM_ERROR', 'Another service gave an answer the store cannot use', { path, status: answer.status });
}
