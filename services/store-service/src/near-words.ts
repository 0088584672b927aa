/** Which words a mistyped word may have meant: the same rule for both search engines, and for what is highlighted. */

/** How many letters may be wrong, missing, too many or swapped; a number that is typed wrong is another number. */
export function toleranceOf(word: string): number {
  if (/\p{N}/u.test(word) || word.length < SHORTEST) return 0;
  return word.length < LONG ? 1 : 2;
}

export const isNear = (word: string, given: string): boolean => distance(word, given, toleranceOf(given)) <= toleranceOf(given);

/** The nearest first. */
export const nearWords = (given: string, vocabulary: readonly string[]): string[] =>
  vocabulary
    .map((word) => ({ word, away: distance(word, given, toleranceOf(given)) }))
    .filter(({ away }) => away <= toleranceOf(given))
    .sort((a, b) => a.away - b.away)
    .slice(0, MAXIMUM_NEAR_WORDS)
    .map(({ word }) => word);

/** What an engine considers at most, for each word. */
export const MAXIMUM_NEAR_WORDS = 50;

const SHORTEST = 4;
const LONG = 8;

/** Edits from one to the other, two neighbours swapped being one edit; beyond `limit` only that it is more. */
function distance(one: string, other: string, limit: number): number {
  if (Math.abs(one.length - other.length) > limit) return limit + 1;
  let before: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, i) => i);
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const isSame = one[i - 1] === other[j - 1];
      const isSwapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      const edits = [row[j - 1]! + 1, last[j]! + 1, last[j - 1]! + (isSame ? 0 : 1), ...(isSwapped ? [before[j - 2]! + 1] : [])];
      row.push(Math.min(...edits));
    }
    [before, last] = [last, row];
  }
  return last[other.length]!;
}
