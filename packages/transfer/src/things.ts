/** The things of a catalog as its API shows them: all of them, found by what rows call them. */
import type { CatalogApi } from './catalog-api.ts';
import { type Kind, kinds, nameKey, type Row, RowRefusal } from './row.ts';

export type Thing = {
  id: string;
  name: string;
  version: number;
  external_id?: string | null;
  lifecycle_status?: string;
  last_publication_error?: { code: string; message: string } | null;
  [field: string]: unknown;
};
export type Things = Record<Kind, Thing[]>;

export const pathOf = (kind: Kind): string => `/api/v1/${kind}s`;

const PAGE_SIZE = 100;

export async function readThings(api: CatalogApi): Promise<Things> {
  return Object.fromEntries(await Promise.all(kinds.map(async (kind) => [kind, await readAll(api, kind)]))) as Things;
}

/** The oldest first, so that what is created meanwhile moves no page. */
async function readAll(api: CatalogApi, kind: Kind): Promise<Thing[]> {
  const found = new Map<string, Thing>();
  for (let page = 1; ; page += 1) {
    const { items } = (await api.send<{ items: Thing[] }>('GET', pathOf(kind), { query: { sort: 'created_at', page, page_size: PAGE_SIZE } })).body;
    for (const item of items) found.set(item.id, item);
    if (items.length < PAGE_SIZE) return [...found.values()];
  }
}

export type KnownThings = ReturnType<typeof knownThings>;

export function knownThings(things: Things) {
  const byName = Object.fromEntries(kinds.map((kind) => [kind, Map.groupBy(things[kind], ({ name }) => nameKey(name))])) as
    Record<Kind, Map<string, Thing[]>>;
  const byExternalId = new Map(things.offering.map((offering) => [offering.external_id, offering]));
  const named = (kind: Kind, name: string): Thing[] =>
    (byName[kind].get(nameKey(name)) ?? []).filter(({ lifecycle_status }) => lifecycle_status !== 'RETIRED');

  return {
    /** By its external id if it has one, else by its name; what is retired has given its name free. */
    find(row: Row): Thing | undefined {
      if (row.kind === 'offering' && row.external_id) return byExternalId.get(row.external_id);
      const found = named(row.kind, row.name);
      if (found.length > 1) throw new RowRefusal('AMBIGUOUS_NAME', `${found.length} offerings have this name: an external_id would say which`, 'name');
      return found[0];
    },

    idsOf(kind: Kind, references: readonly string[], field: string): string[] {
      const ids = references.map((name) => ({ name, id: named(kind, name)[0]?.id }));
      const missing = ids.filter(({ id }) => id === undefined).map(({ name }) => `"${name}"`);
      if (missing.length === 0) return ids.map(({ id }) => id as string);
      throw new RowRefusal('INVALID_REFERENCE', `There is no ${kind} ${missing.join(', ')}, neither in the catalog nor in a row that succeeded`, field);
    },

    add(kind: Kind, thing: Thing): void {
      const others = (byName[kind].get(nameKey(thing.name)) ?? []).filter(({ id }) => id !== thing.id);
      byName[kind].set(nameKey(thing.name), [...others, thing]);
      if (thing.external_id) byExternalId.set(thing.external_id, thing);
    },
  };
}
