/** Parses the parameters of a search into filters, order and window for either engine; refuses invalid ones with VALIDATION_ERROR. */
import { type Currency, Rejection, windowOf } from '@catalog/contracts';
import type { Sorting, StoreQuery } from '../../api.ts';
import { textKey, wordsOf } from '../document/index.ts';
import { type CategoryFilter, parseCategoryFilters } from './category-filter.ts';
import { type CharacteristicFilter, parseCharacteristicFilter } from './characteristic-filter.ts';
import type { Cursor, Cursors } from './signed-cursors.ts';

export type PriceFilter = { from: number; to: number };

/** An offering must match all of them. */
export type Filters = {
  words: string[];
  /** In cents, both ends included; a single price must lie within. */
  price?: PriceFilter;
  channel?: string;
  categories?: CategoryFilter[];
  characteristics: CharacteristicFilter[];
};

export type SearchQuery = {
  filters: Filters;
  currency: Currency;
  sort: Sorting;
  limit: number;
  offset: number;
  after?: Cursor;
};

/** Pages by number end here; cursors go on to the end. */
export const MAXIMUM_WINDOW = 10_000;
const MAXIMUM_WORDS = 20;
const MAXIMUM_COMPARISONS = 30;

export function parseSearchQuery(given: StoreQuery, cursors: Pick<Cursors, 'read'>): SearchQuery {
  const words = queryWords(given.query ?? '', 'query');
  const sort = given.sort ?? (words.length > 0 ? 'relevance' : '-published_at');
  const price = priceFilter(given);
  const asked = {
    filters: {
      words,
      ...(price && { price }),
      ...(given.channel !== undefined && { channel: textKey(given.channel) }),
      ...(given.category !== undefined && given.category.length > 0 && { categories: parseCategoryFilters(given.category) }),
      characteristics: characteristicFilters(given.characteristic ?? []),
    },
    currency: given.currency,
    sort,
    limit: given.page_size,
  };
  if (given.cursor === undefined) return { ...asked, offset: offsetOf(given) };
  const after = cursors.read(given.cursor, cursorScope(asked));
  return { ...asked, offset: after.shown, after };
}

/** What a cursor is bound to: everything that is the same on all pages of a search. */
export const cursorScope = ({ filters, currency, sort, limit }: Omit<SearchQuery, 'offset' | 'after'>): object => ({
  filters,
  currency,
  sort,
  limit,
});

/** Without duplicates; the last word stays last, because it may be the beginning of a longer one. */
export function queryWords(text: string, field: string): string[] {
  const words = [...new Set(wordsOf(text).toReversed())].toReversed();
  if (words.length <= MAXIMUM_WORDS) return words;
  throw new Rejection('VALIDATION_ERROR', `${field} may have at most ${MAXIMUM_WORDS} different words, it has ${words.length}`, { field });
}

/** Limits the comparisons, because each attribute adds a facet and anyone may search. */
function characteristicFilters(texts: string[]): CharacteristicFilter[] {
  const filters = distinct(texts.map(parseCharacteristicFilter));
  if (filters.flat().length > MAXIMUM_COMPARISONS) {
    const message = `characteristic may make at most ${MAXIMUM_COMPARISONS} comparisons in all`;
    throw new Rejection('VALIDATION_ERROR', message, { field: 'characteristic' });
  }
  return filters;
}

/** So that repeating a filter costs nothing. */
const distinct = (filters: CharacteristicFilter[]): CharacteristicFilter[] => [
  ...new Map(filters.map((filter) => [JSON.stringify(filter), filter])).values(),
];

function priceFilter({ min_price, max_price }: StoreQuery): PriceFilter | undefined {
  if (min_price === undefined && max_price === undefined) return undefined;
  if (min_price !== undefined && max_price !== undefined && min_price > max_price) {
    throw new Rejection('VALIDATION_ERROR', 'min_price must not be above max_price', { field: 'min_price' });
  }
  return {
    from: Math.ceil(inCents(min_price ?? 0)),
    to: max_price === undefined ? Number.MAX_SAFE_INTEGER : Math.floor(inCents(max_price)),
  };
}

// 0.29 * 100 is 28.999999999999996, so the product is rounded to six decimals.
const inCents = (amount: number): number => Number((amount * 100).toFixed(6));

function offsetOf(given: StoreQuery): number {
  const { limit, offset } = windowOf(given);
  if (offset + limit > MAXIMUM_WINDOW) {
    const message = `Pages reach only the first ${MAXIMUM_WINDOW} offerings: follow next_cursor instead`;
    throw new Rejection('VALIDATION_ERROR', message, { field: 'page' });
  }
  return offset;
}
