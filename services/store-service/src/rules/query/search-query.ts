/** Reads a search request into filters, order and window that any engine can follow; refuses with VALIDATION_ERROR naming the place. */
import { type Currency, Rejection, windowOf } from '@catalog/contracts';
import type { Sorting, StoreQuery } from '../../api.ts';
import { textKey, wordsOf } from '../document/index.ts';
import { type CharacteristicFilter, parseCharacteristicFilter } from './characteristic-filter.ts';
import type { Cursor, Cursors } from './signed-cursors.ts';

export type PriceFilter = { from: number; to: number };

/** All must hold. */
export type Filters = {
  words: string[];
  /** In cents, both ends included; one and the same price must lie between. */
  price?: PriceFilter;
  channel?: string;
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

/** How far offset paging reaches; cursors reach everything. */
export const MAXIMUM_WINDOW = 10_000;
const MAXIMUM_WORDS = 20;
const MAXIMUM_COMPARISONS = 30;

export function searchQueryFrom(given: StoreQuery, cursors: Pick<Cursors, 'read'>): SearchQuery {
  const words = soughtWords(given.query ?? '', 'query');
  const sort = given.sort ?? (words.length > 0 ? 'relevance' : '-published_at');
  const price = priceFilter(given);
  const asked = {
    filters: {
      words,
      ...(price && { price }),
      ...(given.channel !== undefined && { channel: textKey(given.channel) }),
      characteristics: characteristicFilters(given.characteristic ?? []),
    },
    currency: given.currency,
    sort,
    limit: given.page_size,
  };
  if (given.cursor === undefined) return { ...asked, offset: offsetOf(given) };
  const after = cursors.read(given.cursor, searchOf(asked));
  return { ...asked, offset: after.shown, after };
}

/** What is the same on each of its pages. */
export const searchOf = ({ filters, currency, sort, limit }: Omit<SearchQuery, 'offset' | 'after'>): object => ({ filters, currency, sort, limit });

/** Each once; the last one stays the last, as it may be the beginning of a word. */
export function soughtWords(text: string, field: string): string[] {
  const words = [...new Set(wordsOf(text).toReversed())].toReversed();
  if (words.length <= MAXIMUM_WORDS) return words;
  throw new Rejection('VALIDATION_ERROR', `${field} may have at most ${MAXIMUM_WORDS} different words, it has ${words.length}`, { field });
}

/** Every attribute named makes a facet of its own: strangers must not make a search arbitrarily expensive. */
function characteristicFilters(texts: string[]): CharacteristicFilter[] {
  const filters = distinct(texts.map(parseCharacteristicFilter));
  if (filters.flat().length > MAXIMUM_COMPARISONS) {
    const message = `characteristic may make at most ${MAXIMUM_COMPARISONS} comparisons in all`;
    throw new Rejection('VALIDATION_ERROR', message, { field: 'characteristic' });
  }
  return filters;
}

/** Equal ones cost as much as one. */
const distinct = (filters: CharacteristicFilter[]): CharacteristicFilter[] =>
  [...new Map(filters.map((filter) => [JSON.stringify(filter), filter])).values()];

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

// 0.29 * 100 is 28.999999999999996: what lies closer to a whole cent than any decimal a person writes is that cent.
const inCents = (amount: number): number => Number((amount * 100).toFixed(6));

function offsetOf({ page, page_size }: StoreQuery): number {
  if (page * page_size > MAXIMUM_WINDOW) {
    const message = `Pages reach only the first ${MAXIMUM_WINDOW} offerings: follow next_cursor instead`;
    throw new Rejection('VALIDATION_ERROR', message, { field: 'page' });
  }
  return (page - 1) * page_size;
}
