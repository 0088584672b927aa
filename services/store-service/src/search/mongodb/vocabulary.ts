/** The words that occur in offerings, to look up which of them are similar to a mistyped one. */
import { codePointsOf, editDistance, MAXIMUM_SIMILAR_WORDS, maximumEdits } from '../../rules/index.ts';
import { timeSlice } from '../time-slice.ts';

/** By their number of letters, because only words of about the same length can be similar. */
export type Vocabulary = ReadonlyMap<number, readonly string[]>;

export const vocabularyOf = (words: readonly string[]): Vocabulary => Map.groupBy(words, (word) => codePointsOf(word).length);

/** The most similar first. */
export async function similarWordsIn(vocabulary: Vocabulary, given: string): Promise<string[]> {
  const [letters, limit, slice] = [codePointsOf(given), maximumEdits(given), timeSlice()];
  const similar: { word: string; edits: number }[] = [];
  for (let length = letters.length - limit; length <= letters.length + limit; length++) {
    for (const word of vocabulary.get(length) ?? []) {
      const edits = editDistance(codePointsOf(word), letters, limit);
      if (edits <= limit) similar.push({ word, edits });
      if (slice.isOver()) await slice.next();
    }
  }
  return similar
    .sort((a, b) => a.edits - b.edits)
    .slice(0, MAXIMUM_SIMILAR_WORDS)
    .map(({ word }) => word);
}
