/** What a row would change in a thing, by the column names of a file. */
import { isDeepStrictEqual } from 'node:util';
import { type Body, contentOf } from './body-of.ts';
import type { Kind } from '../row.ts';
import type { KnownThings, Thing } from '../things.ts';

export type Change = { field: string; from: unknown; to: unknown };

export const changesIn = (kind: Kind, current: Thing, body: Body, known: Pick<KnownThings, 'nameOf'>): Change[] =>
  Object.entries(contentOf(kind, current)).flatMap(([field, from]) => {
    const to = (body as Record<string, unknown>)[field];
    if (isDeepStrictEqual(from, to)) return [];
    const references = referring[field];
    if (!references) return { field, from, to };
    const named = (ids: unknown) => ((ids ?? []) as string[]).map((id) => known.nameOf(references.kind, id) ?? id);
    return { field: references.column, from: named(from), to: named(to) };
  });

const referring: Record<string, { column: string; kind: Kind } | undefined> = {
  characteristic_ids: { column: 'characteristics', kind: 'characteristic' },
  specification_ids: { column: 'specifications', kind: 'specification' },
  pricing_ids: { column: 'prices', kind: 'price' },
  category_ids: { column: 'categories', kind: 'category' },
};
