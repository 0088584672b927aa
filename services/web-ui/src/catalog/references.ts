/** Looks up the names behind ids: things refer to each other by id only. */
import type { Locale } from '../text/locale.ts';
import { categoryPlaces } from './category-places.ts';
import { type Lists, listThings } from './things.ts';

/** `name` is undefined for what was deleted, or cannot be read now. */
export type Reference = { id: string; name: string | undefined; detail?: string };
export type ReferredKind = 'specifications' | 'characteristics' | 'prices' | 'categories';

/** The API takes so many ids at a time. */
const MAX_IDS = 100;

export async function referencesTo(kind: ReferredKind, ids: readonly string[], locale: Locale): Promise<Reference[]> {
  const found: Reference[] = [];
  for (let start = 0; start < ids.length; start += MAX_IDS) {
    found.push(...(await search(kind, { id: ids.slice(start, start + MAX_IDS), page_size: MAX_IDS }, locale)));
  }
  const byId = new Map(found.map((one) => [one.id, one]));
  return ids.map((id) => byId.get(id) ?? { id, name: undefined });
}

export const referencesNamed = (kind: ReferredKind, name: string, locale: Locale): Promise<Reference[]> =>
  search(kind, { ...(name && { name }), page_size: 10 }, locale);

type Listed<K extends ReferredKind> = Lists[K]['items'][number];
type Characteristic = Pick<Listed<'characteristics'>, 'id' | 'name' | 'attribute' | 'value' | 'unit_of_measure'>;

const references: { [K in Exclude<ReferredKind, 'categories'>]: (listed: Listed<K>, locale: Locale) => Reference } = {
  specifications: ({ id, name }) => ({ id, name }),
  characteristics: (characteristic, locale) => referenceToCharacteristic(characteristic, locale),
  prices: ({ id, name, value, currency, unit }, locale) => ({ id, name, detail: `${locale.amount(value, currency)} ${unit}` }),
};

export const referenceToCharacteristic = ({ id, name, attribute, value, unit_of_measure }: Characteristic, locale: Locale): Reference => ({
  id,
  name,
  detail: `${attribute}: ${locale.quantity(value, unit_of_measure)}`,
});

async function search(kind: ReferredKind, query: object, locale: Locale): Promise<Reference[]> {
  if (kind === 'categories') return referencesToCategories(query);
  return found(kind, query, locale);
}

async function found<K extends Exclude<ReferredKind, 'categories'>>(kind: K, query: object, locale: Locale): Promise<Reference[]> {
  const outcome = await listThings(kind, query);
  return outcome.ok ? outcome.data.items.map((listed) => references[kind](listed as Listed<K>, locale)) : [];
}

/** With what each is in, as names need not be unique. */
async function referencesToCategories(query: object): Promise<Reference[]> {
  const outcome = await listThings('categories', query);
  if (!outcome.ok) return [];
  const places = await categoryPlaces(outcome.data.items);
  return outcome.data.items.map(({ id, name, parent_id }) => ({ id, name, ...(parent_id && { detail: places(parent_id) }) }));
}
