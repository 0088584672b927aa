/** Names while somebody types: those that begin with what is typed first, each name once, from either engine. */
import type { Suggestions, SuggestQuery } from '../api.ts';
import type { PublishedOfferings } from '../documents/index.ts';
import { highlighted, markerOf, sortKey, soughtWords } from '../rules/index.ts';
import type { SearchAvailability } from '../search-index/index.ts';
import { eitherEngine } from './with-fallback.ts';

export type Suggest = (query: SuggestQuery) => Promise<Suggestions>;

/** `words` must be in the name; names that begin with `beginning` come first. */
export type NameQuery = { words: string[]; beginning: string; limit: number };
export type FoundNames = { ids: string[]; approximate: boolean };
export type NameEngine = (query: NameQuery) => Promise<FoundNames>;

export const suggest = ({ documents, ...engines }: {
  elasticsearch: NameEngine;
  mongodb: NameEngine;
  availability: SearchAvailability;
  documents: Pick<PublishedOfferings, 'shown'>;
}): Suggest => {
  const find = eitherEngine(engines);
  return async ({ q, limit }) => {
    const words = soughtWords(q, 'q');
    if (words.length === 0) return { suggestions: [] };
    const { found: { ids, approximate }, engine } = await find({ words, beginning: sortKey(q), limit });
    const named = await documents.shown(ids);
    const isHit = markerOf({ words, approximate });
    return {
      suggestions: named.map(({ id, name }) => ({ id, name, highlighted: highlighted(name, isHit) ?? '' })),
      ...(approximate && { approximate: true as const }),
      ...(engine === 'mongodb' && { degraded: true as const }),
    };
  };
};
