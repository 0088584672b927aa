/** Suggests names of offerings while somebody types: those that begin with the typed text come first, and each name comes once. */
import type { Suggestions, SuggestQuery } from '../api.ts';
import type { PublishedOfferings } from '../documents/index.ts';
import { highlighted, queryWords, sortKey, wordMatcher } from '../rules/index.ts';
import { type Engines, withFallback } from './with-fallback.ts';

export type Suggest = (query: SuggestQuery) => Promise<Suggestions>;

/** `words` must be in the name; names that begin with `beginning` come first. */
export type NamesQuery = { words: string[]; beginning: string; limit: number };
export type FoundNames = { ids: string[]; approximate: boolean };
export type SuggestEngine = (query: NamesQuery) => Promise<FoundNames>;

type Needs = Engines<NamesQuery, FoundNames> & { documents: Pick<PublishedOfferings, 'shown'> };

export const suggest = ({ documents, ...engines }: Needs): Suggest => {
  const find = withFallback(engines);
  return async ({ q, limit }) => {
    const words = queryWords(q, 'q');
    if (words.length === 0) return { suggestions: [] };
    const {
      found: { ids, approximate },
      engine,
    } = await find({ words, beginning: sortKey(q), limit });
    const named = await documents.shown(ids);
    const isHit = wordMatcher({ words, approximate });
    return {
      suggestions: named.map(({ id, name }) => ({ id, name, highlighted: highlighted(name, isHit) ?? '' })),
      ...(approximate && { approximate: true as const }),
      ...(engine === 'mongodb' && { degraded: true as const }),
    };
  };
};
