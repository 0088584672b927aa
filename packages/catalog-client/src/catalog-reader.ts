/** Reads the things of a catalog: one, some by their ids, or all of a kind. */
import { type Category, type Characteristic, type Offering, type Price, Rejection, type Specification } from '@catalog/contracts';

export type CatalogState = {
  characteristics: Characteristic;
  specifications: Specification;
  prices: Price;
  categories: Category;
  offerings: Offering;
};
export type CatalogKind = keyof CatalogState;

/** What others are made of comes first. */
export const catalogKinds = [
  'characteristics',
  'specifications',
  'prices',
  'categories',
  'offerings',
] as const satisfies readonly CatalogKind[];

export type CatalogReader = {
  /** Undefined when it does not exist. */
  one<K extends CatalogKind>(kind: K, id: string): Promise<CatalogState[K] | undefined>;
  /** Those that exist, in any order. */
  byIds<K extends CatalogKind>(kind: K, ids: readonly string[]): Promise<CatalogState[K][]>;
  /** Everything that is there all the while, page by page, and of what is created or deleted meanwhile some. */
  pages<K extends CatalogKind>(kind: K): AsyncIterable<CatalogState[K][]>;
};

/** Asks whoever has the things of a kind. */
export type Get = (kind: CatalogKind, path: string) => Promise<{ status: number; body: unknown }>;

/** As many ids, and things on a page, as a list takes. */
const PAGE_SIZE = 100;

/** Refuses with SERVICE_UNAVAILABLE when the answer is none that can be used. */
export function catalogReader(get: Get): CatalogReader {
  async function list<K extends CatalogKind>(kind: K, query: [name: string, value: string][]): Promise<CatalogState[K][]> {
    const path = pathOf(kind);
    const answer = await get(kind, `${path}?${new URLSearchParams([...query, ['page_size', String(PAGE_SIZE)]]).toString()}`);
    if (answer.status !== 200) throw unusable(path, answer.status);
    return (answer.body as { items: CatalogState[K][] }).items;
  }

  return {
    async one<K extends CatalogKind>(kind: K, id: string) {
      const path = `${pathOf(kind)}/${encodeURIComponent(id)}`;
      const { status, body } = await get(kind, path);
      if (status !== 200 && status !== 404) throw unusable(path, status);
      return status === 404 ? undefined : (body as CatalogState[K]);
    },

    async byIds(kind, ids) {
      const batches = Array.from({ length: Math.ceil(ids.length / PAGE_SIZE) }, (_, at) => ids.slice(at * PAGE_SIZE, (at + 1) * PAGE_SIZE));
      const found = [];
      for (const batch of batches)
        found.push(
          ...(await list(
            kind,
            batch.map((id) => ['id', id]),
          )),
        );
      return found;
    },

    // By key: a page that is counted from the start would move with whatever is deleted before it.
    async *pages(kind) {
      for (let last: string | undefined; ;) {
        const items = await list(kind, [['sort', 'id'], ...(last === undefined ? [] : [['after_id', last] as [string, string]])]);
        yield items;
        last = items.at(-1)?.id;
        if (items.length < PAGE_SIZE) return;
      }
    },
  };
}

const pathOf = <K extends CatalogKind>(kind: K): `/api/v1/${K}` => `/api/v1/${kind}`;

const unusable = (path: string, status: number): Rejection =>
  new Rejection('SERVICE_UNAVAILABLE', `${path} cannot be read at the moment`, { upstream_status: status });
