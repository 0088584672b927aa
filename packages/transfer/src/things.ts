/** All things of a catalog, found by the names that rows use. */
import type { CatalogClient } from '@catalog/catalog-client';
import { foldedLine, lineKey, type PriceChange, type ScheduledAction } from '@catalog/contracts';
import { withCalendars } from './with-calendars.ts';
import { type Kind, kinds, type Row, RowRefusal } from './row.ts';

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
  const things: Things = { characteristic: [], price: [], specification: [], offering: [] };
  for (const kind of kinds.toReversed()) things[kind] = (await Array.fromAsync(api.pages(`${kind}s`))).flat();
  return { ...things, price: await withCalendars(api, things.price) };
}

export type KnownThings = ReturnType<typeof knownThings>;

/** A thing that one of the `rows` names by its external id is not found by name for another row. */
export function knownThings(things: Things, rows: readonly Row[]) {
  const claimed = new Set(rows.flatMap((row) => (row.kind === 'offering' && row.external_id ? [foldedLine(row.external_id)] : [])));
  const known = Object.fromEntries(kinds.map((kind) => [kind, new Map(things[kind].map((thing) => [thing.id, thing]))])) as Record<
    Kind,
    Map<string, Thing>
  >;
  const byName = Object.fromEntries(kinds.map((kind) => [kind, Map.groupBy(things[kind], ({ name }) => lineKey(name))])) as Record<
    Kind,
    Map<string, Thing[]>
  >;
  const byExternalId = Map.groupBy(
    things.offering.filter(({ external_id }) => external_id),
    ({ external_id }) => foldedLine(external_id!),
  );

  const isFree = ({ lifecycle_status, external_id }: Thing): boolean =>
    lifecycle_status !== 'RETIRED' && !(external_id && claimed.has(foldedLine(external_id)));
  const named = (kind: Kind, name: string, field: string): Thing | undefined =>
    only((byName[kind].get(lineKey(name)) ?? []).filter(isFree), `${kind}s are called "${name}"`, field);

  const put = (index: Map<string, Thing[]>, key: string, thing: Thing) =>
    index.set(key, [...(index.get(key) ?? []).filter(({ id }) => id !== thing.id), thing]);

  return {
    /** By its external id if it has one, else by name; retired offerings are found by external id only. Refuses if several match. */
    find(row: Row): Thing | undefined {
      if (row.kind !== 'offering' || !row.external_id) return named(row.kind, row.name, 'name');
      return only(
        byExternalId.get(foldedLine(row.external_id)) ?? [],
        `offerings have the external_id "${row.external_id}"`,
        'external_id',
      );
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

    nameOf: (kind: Kind, id: string): string | undefined => known[kind].get(id)?.name,

    among: (kind: Kind, ids: readonly string[]): Thing[] => ids.flatMap((id) => known[kind].get(id) ?? []),

    /** How many published offerings show a characteristic, a specification or a price. */
    publishedWith(kind: Kind, id: string): number {
      const specificationIds = kind === 'characteristic' ? idsListing(known.specification, 'characteristic_ids', [id]) : [id];
      const field = kind === 'price' ? 'pricing_ids' : 'specification_ids';
      const showing = idsListing(known.offering, field, specificationIds);
      return showing.filter((one) => known.offering.get(one)!.lifecycle_status === 'PUBLISHED').length;
    },

    add(kind: Kind, thing: Thing): void {
      known[kind].set(thing.id, thing);
      put(byName[kind], lineKey(thing.name), thing);
      if (thing.external_id) put(byExternalId, foldedLine(thing.external_id), thing);
    },
  };
}

function only(found: Thing[], what: string, field: string): Thing | undefined {
  if (found.length > 1) throw new RowRefusal('AMBIGUOUS_NAME', `${found.length} ${what}: an external_id would say which`, field);
  return found[0];
}

const idsListing = (things: Map<string, Thing>, field: string, ids: string[]): string[] =>
  [...things.values()].filter((thing) => (thing[field] as string[]).some((id) => ids.includes(id))).map(({ id }) => id);
