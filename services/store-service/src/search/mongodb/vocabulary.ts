/** All words of a field, and which of them a mistyped word may have meant. */
import { distance, lettersOf, MAXIMUM_NEAR_WORDS, toleranceOf } from '../../rules/index.ts';
import { turns } from '../time-slice.ts';

/** By their length: only words about as long can be near. */
export type Vocabulary = ReadonlyMap<number, readonly string[]>;

export const vocabularyOf = (words: readonly string[]): Vocabulary => Map.groupBy(words, (word) => lettersOf(word).length);

/** The nearest first. */
export async function nearWords(given: string, vocabulary: Vocabulary): Promise<string[]> {
  const [letters, tolerance, turn] = [lettersOf(given), toleranceOf(given), turns()];
  const near: { word: string; away: number }[] = [];
  for (let length = letters.length - tolerance; length <= letters.length + tolerance; length++) {
    for (const word of vocabulary.get(length) ?? []) {
      const away = distance(lettersOf(word), letters, tolerance);
      if (away <= tolerance) near.push({ word, away });
      if (turn.isOver()) await turn.next();
    }
  }
  return near.sort((a, b) => a.away - b.away).slice(0, MAXIMUM_NEAR_WORDS).map(({ word }) => word);
}
