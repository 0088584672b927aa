/** What a search costs, about: each document it shows, once more for each word that may be marked in it. */
import type { SearchQuery } from './search-query.ts';

const EXPENSIVE = 100;

/** More than a page of 20 for four words. */
export const isExpensive = ({ filters: { words }, limit }: Pick<SearchQuery, 'filters' | 'limit'>): boolean =>
  limit * (1 + words.length) > EXPENSIVE;
