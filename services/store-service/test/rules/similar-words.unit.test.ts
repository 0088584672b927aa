import { expect } from 'chai';
import fc from 'fast-check';
import { isCorrectable, maximumEdits, similarTo } from '../../src/rules/query/similar-words.ts';
import { similarWordsIn, vocabularyOf } from '../../src/search/mongodb/vocabulary.ts';

const isSimilar = (word: string, given: string): boolean => similarTo([given])(word);

/** As it is defined: edits of one letter, a swap of neighbours being one. */
function edits(one: string[], other: string[]): number {
  if (one.length === 0 || other.length === 0) return one.length + other.length;
  const [a, b] = [one.slice(0, -1), other.slice(0, -1)];
  const isSwapped = one.length > 1 && other.length > 1 && one.at(-1) === other.at(-2) && one.at(-2) === other.at(-1);
  return Math.min(
    edits(a, other) + 1,
    edits(one, b) + 1,
    edits(a, b) + (one.at(-1) === other.at(-1) ? 0 : 1),
    isSwapped ? edits(a.slice(0, -1), b.slice(0, -1)) + 1 : Infinity,
  );
}

describe('A mistyped word', () => {
  it('may be wrong in more letters the longer it is, and not at all when it is short or a number', () => {
    expect(['tv', 'net', 'fibr', 'mobiles', 'internet', '1000', '5gplus', '𐐨𐐨', '𐐨𐐨𐐨𐐨'].map(maximumEdits)).to.eql([
      0, 0, 1, 1, 2, 0, 0, 0, 1,
    ]);
  });

  it('is similar to a word with a letter wrong, missing, too many, or two swapped', () => {
    for (const given of ['fibra', 'fibr', 'fibree', 'fbire', 'ibre']) expect(isSimilar('fibre', given), given).to.equal(true);
    for (const given of ['fib', 'fbrie', 'figure', 'fbir']) expect(isSimilar('fibre', given), given).to.equal(false);
    expect(isSimilar('internet', 'intrenett')).to.equal(true);
    expect(isSimilar('100', '500')).to.equal(false);
  });

  it('is similar to exactly the words that so many edits make of it', () => {
    const words = fc.array(fc.constantFrom('a', 'b', '𐐨'), { minLength: 3, maxLength: 8 });
    fc.assert(
      fc.property(words, words, (one, other) => {
        const [word, given] = [one.join(''), other.join('')];
        expect(isSimilar(word, given)).to.equal(edits(one, other) <= maximumEdits(given));
      }),
      { numRuns: 100 },
    );
  });

  it('means the most similar first', async () => {
    expect(await similarWordsIn(vocabularyOf(['intern', 'internet', 'interned', 'cable']), 'internet')).to.eql([
      'internet',
      'interned',
      'intern',
    ]);
  });

  it('is corrected in short queries only', () => {
    const words = Array.from({ length: 9 }, (_, i) => `fibre${'x'.repeat(i)}`);
    expect(isCorrectable(words)).to.equal(false);
    expect(isCorrectable(words.slice(1))).to.equal(true);
    expect(isCorrectable(['1000', 'tv'])).to.equal(false);
  });
});
