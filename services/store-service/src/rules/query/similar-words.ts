/** Which words a mistyped word may have meant: the same rule for both search engines, and for what is highlighted. */

/** How many letters may be wrong, missing, too many or swapped; a number that is typed wrong is another number. */
export function toleranceOf(word: string): number {
  const { length } = lettersOf(word);
  if (length < SHORTEST || /\p{N}/u.test(word)) return 0;
  return length < LONG ? 1 : 2;
}

/** Whether a search for them may be one for similar words: in a long one that would cost too much. */
export const isCorrectable = (words: readonly string[]): boolean =>
  words.length <= MAXIMUM_CORRECTED_WORDS && words.some((word) => toleranceOf(word) > 0);

/** Whether a word is near one of these; to be made once for many words. */
export function nearTo(given: readonly string[]): (word: string) => boolean {
  const wanted = given.map((word) => ({ letters: lettersOf(word), tolerance: toleranceOf(word) }));
  return (word) => {
    const own = lettersOf(word);
    return wanted.some(({ letters, tolerance }) => distance(own, letters, tolerance) <= tolerance);
  };
}

/** What an engine considers at most, for each word. */
export const MAXIMUM_NEAR_WORDS = 50;

export const MAXIMUM_CORRECTED_WORDS = 8;

const SHORTEST = 4;
const LONG = 8;

/** By code points, as Elasticsearch counts. */
export const lettersOf = (word: string): string[] => [...word];

/** Edits from one to the other, two neighbours swapped being one edit; beyond `limit` only that it is more, and that soon. */
export function distance(one: string[], other: string[], limit: number): number {
  const beyond = limit + 1;
  if (Math.abs(one.length - other.length) > limit) return beyond;
  let before: number[] = [], leastBefore = 0;
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
