/** Which words are similar to a mistyped one: the same rule for both search engines and for highlights. */

/** How many letters may be wrong, missing, too many or swapped; none in a number, as it would be another number. */
export function maximumEdits(word: string): number {
  const { length } = codePointsOf(word);
  if (length < SHORTEST || /\p{N}/u.test(word)) return 0;
  return length < LONG ? 1 : 2;
}

/** Whether to search for similar words; not if there are many words, because that would cost too much. */
export const isCorrectable = (words: readonly string[]): boolean =>
  words.length <= MAXIMUM_CORRECTED_WORDS && words.some((word) => maximumEdits(word) > 0);

/** Tells whether a word is similar to one of these; made once for many words. */
export function similarTo(given: readonly string[]): (word: string) => boolean {
  const wanted = given.map((word) => ({ letters: codePointsOf(word), limit: maximumEdits(word) }));
  return (word) => {
    const own = codePointsOf(word);
    return wanted.some(({ letters, limit }) => editDistance(own, letters, limit) <= limit);
  };
}

/** At most so many similar words are searched for, per word. */
export const MAXIMUM_SIMILAR_WORDS = 50;

const MAXIMUM_CORRECTED_WORDS = 8;

const SHORTEST = 4;
const LONG = 8;

/** Elasticsearch counts the letters of a word so, too. */
export const codePointsOf = (word: string): string[] => [...word];

/** How many edits turn one into the other; swapping two neighbours is one edit. Returns early with a number above `limit` if it is more. */
export function editDistance(one: string[], other: string[], limit: number): number {
  const beyond = limit + 1;
  if (Math.abs(one.length - other.length) > limit) return beyond;
  let before: number[] = [],
    leastBefore = 0;
  let last = Array.from({ length: other.length + 1 }, (_, i) => i);
  for (let i = 1; i <= one.length; i++) {
    const row = new Array<number>(other.length + 1).fill(beyond);
    row[0] = i;
    let least = i;
    for (let j = Math.max(1, i - limit); j <= Math.min(other.length, i + limit); j++) {
      const isSame = one[i - 1] === other[j - 1];
      const isSwapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      const swapped = isSwapped ? before[j - 2]! + 1 : beyond;
      row[j] = Math.min(row[j - 1]! + 1, last[j]! + 1, last[j - 1]! + (isSame ? 0 : 1), swapped);
      least = Math.min(least, row[j]!);
    }
    if (least > limit && leastBefore >= limit) return beyond;
    [before, last, leastBefore] = [last, row, least];
  }
  return last[other.length]!;
}
