/** Words as Elasticsearch looks for them: all must occur, the last may be the beginning of one; or else something near them. */
import type { estypes } from '@elastic/elasticsearch';
import { MAXIMUM_NEAR_WORDS, toleranceOf } from '../../rules/index.ts';

type Query = estypes.QueryDslQueryContainer;
type WordField = 'words' | 'name_words';

export const exactly = (field: WordField, words: string[]): Query[] => [
  ...words.slice(0, -1).map((word) => ({ term: { [field]: word } })),
  ...words.slice(-1).map((beginning) => ({ prefix: { [field]: beginning } })),
];

export const approximately = (field: WordField, words: string[]): Query[] =>
  exactly(field, words).map((exact, i) => {
    const value = words[i] ?? '';
    const fuzziness = toleranceOf(value);
    if (fuzziness === 0) return exact;
    return { bool: { should: [exact, { fuzzy: { [field]: { value, fuzziness, max_expansions: MAXIMUM_NEAR_WORDS } } }], minimum_should_match: 1 } };
  });
