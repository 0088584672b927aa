/** What things refer to, with names: things say ids only. */
import { catalog } from '../api/catalog.ts';
import { outcomeOf } from '../api/outcome.ts';
import type { Speech } from '../text/locale.ts';

/** `name` is undefined for what has been deleted, or cannot be asked for now. */
export type Reference = { id: string; name: string | undefined; detail?: string };
export type ReferredKind = 'specifications' | 'characteristics' | 'prices';

/** The API takes so many at a time. */
const AT_A_TIME = 100;

export async function referencesTo(kind: ReferredKind, ids: readonly string[], speech: Speech): Promise<Reference[]> {
  const found: Reference[] = [];
  for (let start = 0; start < ids.length; start += AT_A_TIME) {
    found.push(...await search(kind, { id: ids.slice(start, start + AT_A_TIME), page_size: AT_A_TIME }, speech));
  }
  const byId = new Map(found.map((one) => [one.id, one]));
  return ids.map((id) => byId.get(id) ?? { id, name: undefined });
}

export const referencesNamed = (kind: ReferredKind, name: string, speech: Speech): Promise<Reference[]> =>
  search(kind, { ...(name && { name }), page_size: 10 }, speech);

type Query = { id?: string[]; name?: string; page_size: number };

async function search(kind: ReferredKind, query: Query, speech: Speech): Promise<Reference[]> {
  const client = await catalog();
  if (kind === 'specifications') {
    const outcome = await outcomeOf(client.GET('/api/v1/specifications', { params: { query } }));
    return outcome.ok ? outcome.data.items.map(({ id, name }) => ({ id, name })) : [];
  }
  if (kind === 'characteristics') {
    const outcome = await outcomeOf(client.GET('/api/v1/characteristics', { params: { query } }));
    return outcome.ok ? outcome.data.items.map(({ id, name, attribute, value, unit_of_measure }) => ({ id, name, detail: `${attribute}: ${speech.quantity(value, unit_of_measure)}` })) : [];
  }
  const outcome = await outcomeOf(client.GET('/api/v1/prices', { params: { query } }));
  return outcome.ok ? outcome.data.items.map(({ id, name, value, currency, unit }) => ({ id, name, detail: `${speech.amount(value, currency)} ${unit}` })) : [];
}
