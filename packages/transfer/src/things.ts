/** All things of a catalog, found by the names that rows use. */
import type { CatalogClient } from '@catalog/catalog-client';
import { categoryLine, foldedLine, lineKey, type PriceChange, type ScheduledAction } from '@catalog/contracts';
import { categoryPath, pathKey } from './category-path.ts';
import { collectionOf, type Kind, kinds, type Row, RowRefusal } from './row.ts';
import { withCalendars } from './with-calendars.ts';

export type Thing = {
  id: string;
  name: string;
  version: number;
  external_id?: string | null;
  lifecycle_status?: string;
  last_publication_error?: { code: string; message: string } | null;
  scheduled?: { action: ScheduledAction; at: string } | null;
  /** Of a price: what is due or runs in its calendar. */
  changes?: PriceChange[];
  [field: string]: unknown;
};
export type Things = Record<Kind, Thing[]>;

/** Reads offerings first and what they consist of last, so that everything they list is still there, or newer. */
export async function readThings(api: Pick<CatalogClient, 'pages' | 'send'>): Promise<Things> {
  const things: Things = { characteristic: [], price: [], specification: [], category: [], offering: [] };
  for (const kind of kinds.toReversed()) things[kind] = (await Array.fromAsync(api.pages(collectionOf[kind]))).flat();
  return { ...things, price: await withCalendars(api, things.price) };
}

export type KnownThings = ReturnType<typeof knownThings>;

/** A thing that one of the `rows` names by its external id is not found by name for another row. */
export function knownThings(things: Things, rows: readonly Row[]) {
  const claimed = new Set(rows.flatMap((row) => (row.kind === 'offering' && row.external_id ? [foldedLine(row.external_id)] : [])));
  const known = ofEachKind((kind) => new Map(things[kind].map((thing) => [thing.id, thing])));
  const nameOf = (kind: Kind, thing: Thing): string => (kind === 'category' ? categoryPath(thing, known.category) : thing.name);
  const byKey = (kind: Kind): Map<string, Thing[]> => Map.groupBy(known[kind].values(), (thing) => nameKey(kind, nameOf(kind, thing)));
  const byName = ofEachKind(byKey);
  const byExternalId = ofEachKind((kind) =>
    Map.groupBy(
      things[kind].filter(({ external_id }) => external_id),
      ({ external_id }) => foldedLine(external_id!),
    ),
  );

  const isFree = ({ lifecycle_status, external_id }: Thing): boolean =>
    lifecycle_status !== 'RETIRED' && !(external_id && claimed.has(foldedLine(external_id)));
  const named = (kind: Kind, name: string, field: string): Thing | undefined => {
    const found = byName[kind].get(nameKey(kind, name)) ?? [];
    return only(kind === 'offering' ? found.filter(isFree) : found, `${kind}s are called "${name}"`, field);
  };

  const put = (index: Map<string, Thing[]>, key: string, thing: Thing) =>
    index.set(key, [...(index.get(key) ?? []).filter(({ id }) => id !== thing.id), thing]);

  const withoutOne = ({ kind, name }: Row): Thing | undefined => (kind === 'category' ? named(kind, name, 'name') : undefined);

  return {
    /**
     * By its external id if it has one, else by name; retired offerings are found by external id only. A category is found by name, too,
     * to be given an external id. Refuses if several match.
     */
    find(row: Row): Thing | undefined {
      const external_id = 'external_id' in row ? row.external_id : undefined;
      if (!external_id) return named(row.kind, row.name, 'name');
      const found = byExternalId[row.kind].get(foldedLine(external_id)) ?? [];
      return only(found, `offerings have the external_id "${external_id}"`, 'external_id') ?? withoutOne(row);
    },

    /** Refuses names that are unknown, ambiguous or listed twice. */
    idsOf(kind: Kind, references: readonly string[], field: string): string[] {
      const ids = references.map((name) => ({ name, id: named(kind, name, field)?.id }));
      const missing = ids.filter(({ id }) => id === undefined).map(({ name }) => `"${name}"`);
      if (missing.length > 0) {
        const message = `There is no ${kind} ${missing.join(', ')}, neither in the catalog nor in a row that succeeded`;
        throw new RowRefusal('INVALID_REFERENCE', message, field);
      }
      const twice = ids.find(({ id }, index) => ids.findIndex((other) => other.id === id) !== index);
      if (twice) throw new RowRefusal('VALIDATION_ERROR', `${field} must not list "${twice.name}" twice`, field);
      return ids.map(({ id }) => id!);
    },

    nameOf(kind: Kind, id: string): string | undefined {
      const thing = known[kind].get(id);
      return thing && nameOf(kind, thing);
    },

    among: (kind: Kind, ids: readonly string[]): Thing[] => ids.flatMap((id) => known[kind].get(id) ?? []),

    /** How many published offerings show a characteristic, a specification, a price or a category. */
    publishedWith(kind: Exclude<Kind, 'offering'>, id: string): number {
      const listed: Record<typeof kind, () => [field: string, ids: string[]]> = {
        characteristic: () => ['specification_ids', idsListing(known.specification, 'characteristic_ids', [id])],
        specification: () => ['specification_ids', [id]],
        price: () => ['pricing_ids', [id]],
        category: () => ['category_ids', branchOf(id, known.category)],
      };
      const showing = idsListing(known.offering, ...listed[kind]());
      return showing.filter((one) => known.offering.get(one)!.lifecycle_status === 'PUBLISHED').length;
    },

    add(kind: Kind, thing: Thing): void {
      const isMoved = kind === 'category' && known.category.has(thing.id);
      known[kind].set(thing.id, thing);
      // Whatever is below it has another name now.
      if (isMoved) byName.category = byKey('category');
      else put(byName[kind], nameKey(kind, nameOf(kind, thing)), thing);
      if (thing.external_id) put(byExternalId[kind], foldedLine(thing.external_id), thing);
    },
  };
}

/** Names with the same key are one. */
export const nameKey = (kind: Kind, name: string): string => (kind === 'category' ? pathKey(name) : lineKey(name));

const ofEachKind = <T>(make: (kind: Kind) => T): Record<Kind, T> =>
  Object.fromEntries(kinds.map((kind) => [kind, make(kind)])) as Record<Kind, T>;

/** The category and all below it. */
const branchOf = (id: string, categories: ReadonlyMap<string, Thing>): string[] =>
  [...categories.keys()].filter((each) =>
    categoryLine(each, (one) => categories.get(one)?.['parent_id'] as string | null | undefined).includes(id),
  );

function only(found: Thing[], what: string, field: string): Thing | undefined {
  if (found.length > 1) throw new RowRefusal('AMBIGUOUS_NAME', `${found.length} ${what}: an external_id would say which`, field);
  return found[0];
}

const idsListing = (things: Map<string, Thing>, field: string, ids: string[]): string[] =>
  [...things.values()].filter((thing) => ((thing[field] ?? []) as string[]).some((id) => ids.includes(id))).map(({ id }) => id);
