/** One document per offering in MongoDB: what the store shows of it, what it was built from, and its revision. */
import type { Offering } from '@catalog/contracts';
import type { StoreOffering } from '../api.ts';
import type { SearchFields } from '../rules/index.ts';

export type StoredOffering = {
  _id: string;
  /** PENDING while its publication runs: it is served only once the offering is published. */
  status: 'PENDING' | 'PUBLISHED';
  saga_id: string | null;
  /** Of what is shown and searched for: documents of an earlier one are refreshed. Those of before there was any have none. */
  layout?: number;
  /** +1 with every write; also the external version in the search index. */
  revision: number;
  sources: Sources;
  shown: StoreOffering;
  search: SearchFields;
  written_at: Date;
};

/** The version of every source the document was built from. */
export type Sources = { offering: number } & Record<SourceKind, SourceVersion[]>;
export type SourceVersion = { id: string; version: number };
/** `categories` are those that it is in with all that these are in, so that it is found when one of them is moved. */
export const sourceKinds = ['specifications', 'characteristics', 'prices', 'categories'] as const;
export type SourceKind = (typeof sourceKinds)[number];

/** What one that was written before there were categories lacks. */
const uncategorized = {
  sources: { categories: [] },
  shown: { categories: [] },
  search: { categories: [], category_writings: [] },
};

export const shownOf = ({ shown }: Pick<StoredOffering, 'shown'>): StoreOffering => ({ ...uncategorized.shown, ...shown });

/** With everything that one has that is written now. */
export const complete = (stored: StoredOffering): StoredOffering => ({
  ...stored,
  sources: { ...uncategorized.sources, ...stored.sources },
  shown: shownOf(stored),
  search: { ...uncategorized.search, ...stored.search },
});

const FIRST_REVISION = 1;
/** +1 whenever the same offering makes another document than before. */
export const LAYOUT = 2;

export const isFirstRevision = ({ revision }: StoredOffering): boolean => revision === FIRST_REVISION;

/** The document that replaces `current`, which is what is stored now. */
export const nextDocument = (
  current: StoredOffering | null,
  content: Pick<StoredOffering, 'status' | 'sources' | 'shown' | 'search'> & { offering: Offering; now: Date },
): StoredOffering => ({
  _id: content.offering.id,
  status: content.status,
  saga_id: content.offering.saga_id,
  layout: LAYOUT,
  revision: current ? current.revision + 1 : FIRST_REVISION,
  sources: content.sources,
  shown: content.shown,
  search: content.search,
  written_at: content.now,
});
