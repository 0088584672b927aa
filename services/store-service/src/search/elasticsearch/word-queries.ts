/** Elasticsearch queries for the words of a query: all must occur, the last may be the beginning of a word; or words similar to them. */
import type { estypes } from '@elastic/elasticsearch';
import { MAXIMUM_SIMILAR_WORDS, maximumEdits } from '../../rules/index.ts';

type Query = estypes.QueryDslQueryContainer;
type WordField = 'words' | 'name_words';

export const exactWordQueries = (field: WordField, words: string[]): Query[] => [
  ...words.slice(0, -1).map((word) => ({ term: { [field]: word } })),
  ...words.slice(-1).map((beginning) => ({ prefix: { [field]: beginning } })),
];

export const similarWordQueries = (field: WordField, words: string[]): Query[] =>
  exactWordQueries(field, words).map((exact, i) => {
    const value = words[i] ?? '';
    const fuzziness = maximumEdits(value);
    if (fuzziness === 0) return exact;
    const similar = { fuzzy: { [field]: { value, fuzziness, max_expansions: MAXIMUM_SIMILAR_WORDS } } };
    return { bool: { should: [exact, similar], minimum_should_match: 1 } };
  });
