/** What both search engines implement: a query in, a result out, and the same order of offerings. */
import { type Currency, Rejection } from '@catalog/contracts';
import type { Sorting } from '../../api.ts';
import { MAXIMUM_WINDOW, type SearchQuery } from './search-query.ts';
import type { Cursor, EngineName } from './signed-cursors.ts';

export type EngineResult = {
  total: number;
  /** In order, each with the value it is sorted by. */
  hits: { id: string; value: string | number }[];
  /** One count per `priceRanges` entry. */
  priceCounts: number[];
  channels: ChannelCount[];
  categories: CategoryCount[];
  values: ValueCount[];
  /** No offering has all words of the query: these have similar ones. */
  approximate?: boolean;
};

/** How many offerings have a channel, spelled in this way. */
export type ChannelCount = { written: string; count: number };

/** How many offerings are in a category; `written` as SearchFields have it. */
export type CategoryCount = { written: string; count: number };

/** How many offerings have one value of an attribute; `written` is the first in the alphabet of what SearchFields have for it. */
export type ValueCount = { written: string; count: number };

export type SearchEngine = (query: SearchQuery) => Promise<EngineResult>;

/** The field of SearchFields to sort by; relevance is computed by the engine. */
export function sortFieldOf(sort: Exclude<Sorting, 'relevance'>, currency: Currency): { field: string; direction: 'asc' | 'desc' } {
  const isDescending = sort.startsWith('-');
  const direction = isDescending ? 'desc' : 'asc';
  if (sort.endsWith('name')) return { field: 'name_order', direction };
  if (sort.endsWith('published_at')) return { field: 'published_order', direction };
  const order = isDescending ? 'descending' : 'ascending';
  if (sort.endsWith('price')) return { field: `price_order.${currency}.${order}`, direction };
  return { field: `total_order.${currency}.${sort.endsWith('first_year') ? 'first_year' : 'per_month'}.${order}`, direction };
}

/** Where a page starts: after a cursor, or at an offset if the relevance in the cursor was computed by the other engine. */
export function pageStart({ sort, after, offset, limit }: SearchQuery, engine: EngineName): { after: Cursor } | { offset: number } {
  if (after && (sort !== 'relevance' || after.engine === engine)) return { after };
  if (offset + limit <= MAXIMUM_WINDOW) return { offset };
  const message = 'cursor is not valid, because the ranking has changed: start again without it';
  throw new Rejection('VALIDATION_ERROR', message, { field: 'cursor' });
}

/** Values that are counted at most, far more than a reply shows. */
export const MAXIMUM_VALUES = 2_000;
