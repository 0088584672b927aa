/** What the two search engines have in common: the question, the answer, and the order of results. */
import { type Currency, Rejection } from '@catalog/contracts';
import type { Sorting } from '../../api.ts';
import { MAXIMUM_WINDOW, type SearchQuery } from './search-query.ts';
import type { Cursor, EngineName } from './signed-cursors.ts';

export type Found = {
  total: number;
  /** In order, each with the value it was sorted by. */
  hits: { id: string; value: string | number }[];
  /** One count per `priceRanges` entry. */
  priceCounts: number[];
  channels: ChannelCount[];
  values: ValueCount[];
  /** No offering has all the words as they were given: these have similar ones. */
  approximate?: boolean;
};

/** How many offerings have a channel, written in this way. */
export type ChannelCount = { written: string; count: number };

/** How many offerings have one value of an attribute; `written` is SearchFields' JSON, the first of all ways it is written. */
export type ValueCount = { written: string; count: number };

export type SearchEngine = (query: SearchQuery) => Promise<Found>;

/** The field of SearchFields that a sorting follows; relevance is the engine's own. */
export function orderOf(sort: Exclude<Sorting, 'relevance'>, currency: Currency): { field: string; direction: 'asc' | 'desc' } {
  const isDescending = sort.startsWith('-');
  const direction = isDescending ? 'desc' : 'asc';
  if (sort.endsWith('name')) return { field: 'name_order', direction };
  if (sort.endsWith('published_at')) return { field: 'published_order', direction };
  return { field: `price_order.${currency}.${isDescending ? 'descending' : 'ascending'}`, direction };
}

/** Where a page begins: beyond a cursor, or so many offerings on, where another engine computed the cursor's relevance. */
export function beginningOf({ sort, after, offset, limit }: SearchQuery, engine: EngineName): { after: Cursor } | { offset: number } {
  if (after && (sort !== 'relevance' || after.engine === engine)) return { after };
  if (offset + limit <= MAXIMUM_WINDOW) return { offset };
  throw new Rejection('VALIDATION_ERROR', 'cursor is of a ranking that cannot be gone on with at the moment: begin it anew', { field: 'cursor' });
}

/** Buckets an engine counts at most, far beyond what a reply shows. */
export const MAXIMUM_VALUES = 2_000;
