/** Which versions of which things an offering refers to, and which of these things cannot be used. */
import type { Offering, Specification } from '@catalog/contracts';
import type { SourceKind, Sources, SourceVersion } from '../documents/index.ts';
import type { Replica } from './replica-collection.ts';

/** Of something that cannot be found: any version that turns up later is newer. */
export const UNKNOWN_VERSION = 0;

/** `unusable` are the ids of those that cannot be found or are deleted. */
export type OfferingSources = { sources: Sources; unusable: Record<SourceKind, string[]> };

type KnownReplicas = { specifications: Map<string, Replica<Specification>> } & Record<SourceKind, Map<string, Replica<unknown>>>;

export function offeringSources({ version, state }: Replica<Offering>, known: KnownReplicas): OfferingSources {
  const specifications = unique(state.specification_ids);
  const ids = {
    specifications,
    characteristics: unique(specifications.flatMap((id) => known.specifications.get(id)?.state.characteristic_ids ?? [])),
    prices: unique(state.pricing_ids),
  };
  const versions = (kind: SourceKind): SourceVersion[] =>
    ids[kind].map((id) => ({ id, version: known[kind].get(id)?.version ?? UNKNOWN_VERSION }));
  const unusable = (kind: SourceKind): string[] => ids[kind].filter((id) => known[kind].get(id)?.deleted ?? true);
  return {
    sources: {
      offering: version,
      specifications: versions('specifications'),
      characteristics: versions('characteristics'),
      prices: versions('prices'),
    },
    unusable: { specifications: unusable('specifications'), characteristics: unusable('characteristics'), prices: unusable('prices') },
  };
}

export const unique = (ids: string[]): string[] => [...new Set(ids)];
