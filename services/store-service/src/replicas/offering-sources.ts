/** Which versions of which things an offering refers to, and which of these things cannot be used. */
import { type Category, categoryLine, type Offering, type Specification } from '@catalog/contracts';
import { type SourceKind, sourceKinds, type Sources, type SourceVersion } from '../documents/index.ts';
import type { Replica } from './replica-collection.ts';

/** Of something that cannot be found: any version that turns up later is newer. */
export const UNKNOWN_VERSION = 0;

/** `unusable` are the ids of those that cannot be found or are deleted. */
export type OfferingSources = { sources: Sources; unusable: Record<SourceKind, string[]> };

type KnownReplicas = { specifications: Map<string, Replica<Specification>>; categories: Map<string, Replica<Category>> } & Record<
  SourceKind,
  Map<string, Replica<unknown>>
>;

export function offeringSources({ version, state }: Replica<Offering>, known: KnownReplicas): OfferingSources {
  const specifications = unique(state.specification_ids);
  const ids = {
    specifications,
    characteristics: unique(specifications.flatMap((id) => known.specifications.get(id)?.state.characteristic_ids ?? [])),
    prices: unique(state.pricing_ids),
    categories: unique((state.category_ids ?? []).flatMap((id) => categoryLine(id, (each) => known.categories.get(each)?.state.parent_id))),
  };
  const versions = (kind: SourceKind): SourceVersion[] =>
    ids[kind].map((id) => ({ id, version: known[kind].get(id)?.version ?? UNKNOWN_VERSION }));
  // What a category is in may be gone already where the news of its move has not arrived yet: that is no fault of the offering.
  const needed = { ...ids, categories: unique(state.category_ids ?? []) };
  const unusable = (kind: SourceKind): string[] => needed[kind].filter((id) => known[kind].get(id)?.deleted ?? true);
  return { sources: { offering: version, ...ofEachKind(versions) }, unusable: ofEachKind(unusable) };
}

const ofEachKind = <T>(make: (kind: SourceKind) => T): Record<SourceKind, T> =>
  Object.fromEntries(sourceKinds.map((kind) => [kind, make(kind)])) as Record<SourceKind, T>;

export const unique = (ids: string[]): string[] => [...new Set(ids)];
