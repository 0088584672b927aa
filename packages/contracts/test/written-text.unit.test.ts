import { expect } from 'chai';
import fc from 'fast-check';
import { expectRejection } from '../../../test/support/expect-rejection.ts';
import { foldedLine, lineFrom, lineKey, linesFrom, mendedLine, mendedLines, nameFrom, NAME_LENGTH } from '../src/index.ts';

const spaces = ['\u0020', '\u00A0', '\u1680', '\u2000', '\u2003', '\u2009', '\u200A', '\u202F', '\u205F', '\u3000'];
const controls = ['\0', '\u0007', '\t', '\n', '\v', '\f', '\r', '\u001B', '\u007F', '\u0085', '\u009F', '\u2028', '\u2029'];
const formats = [
  '\u00AD',
  '\u034F',
  '\u061C',
  '\u115F',
  '\u180E',
  '\u200B',
  '\u200C',
  '\u200D',
  '\u200E',
  '\u200F',
  '\u202A',
  '\u202E',
  '\u2060',
  '\u2066',
  '\u2069',
  '\u3164',
  '\uFE0F',
  '\uFEFF',
  '\uFFA0',
  '\u{E0001}',
  '\u{E0041}',
  '\u{E0100}',
];
const others = ['\uD800', '\uDC00', '\uE000', '\u{10FFFD}', '\uFFFE', '\uFDD0', '\u{5FFFF}'];

/** Text of all scripts, with many of the characters that matter here. */
const anyText = fc
  .array(
    fc.oneof(
      { weight: 5, arbitrary: fc.string({ unit: 'grapheme' }) },
      fc.string({ unit: 'binary' }),
      fc.constantFrom(...spaces, ...controls, ...formats, ...others, 'a', 'e\u0301', '\u00E9', '👩‍👩‍👧', 'ک', '0'),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(''));

const nameOrNothing = (raw: string): string | undefined => {
  try {
    return nameFrom(raw);
  } catch {
    return undefined;
  }
};

describe('a name', () => {
  it('is the same, however often it is taken', () => {
    fc.assert(
      fc.property(anyText, (raw) => {
        const name = nameOrNothing(raw);
        if (name === undefined) return;
        expect(nameFrom(name)).to.equal(name);
        expect(name.normalize('NFC')).to.equal(name);
        expect([...name].length).to.be.within(1, NAME_LENGTH);
      }),
    );
  });

  it('has no white space but single spaces between words, and no character that is not seen', () => {
    fc.assert(
      fc.property(anyText, (raw) => {
        const name = nameOrNothing(raw);
        if (name === undefined) return;
        expect(name).to.match(/^\S+( \S+)*$/);
        expect(name).not.to.match(/[\p{Cc}\p{Cs}\p{Co}\p{Zl}\p{Zp}]|(?![\u200C\u200D\u{E0020}-\u{E007F}])\p{Cf}/u);
      }),
    );
  });

  it('is equal for what differs only in white space or in normal form', () => {
    const word = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 10 })
      .filter((text) => nameOrNothing(text) === text.normalize('NFC'));
    const gap = fc.array(fc.constantFrom(...spaces), { minLength: 1, maxLength: 3 }).map((some) => some.join(''));
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 4 }),
        fc.infiniteStream(gap),
        fc.constantFrom('NFC', 'NFD'),
        (words, gaps, form) => {
          const written = ` ${words.map((one) => one + gaps.next().value).join('')}\n`.normalize(form);
          expect(nameOrNothing(written)).to.equal(nameOrNothing(words.join(' ')));
          expect(lineKey(written)).to.equal(lineKey(words.join(' ')));
        },
      ),
    );
  });

  for (const [kind, characters] of Object.entries({ controls, formats, others })) {
    it(`refuses ${kind}, wherever nobody sees them`, () => {
      for (const character of characters) {
        const { code, details, message } = expectRejection(() => nameFrom(`NB${character}10`));
        expect([code, details], message).to.eql(['VALIDATION_ERROR', { field: 'name' }]);
        expect(expectRejection(() => nameFrom(character)).code, message).to.equal('VALIDATION_ERROR');
      }
    });
  }

  it('may be in any script, with the joiners and selectors that it needs', () => {
    for (const name of [
      'Türkçe Paket',
      'کتاب‌خانه',
      'क्‍ष',
      'ශ්‍රී ලංකා',
      'עברית',
      '日本 葛\u{E0100}',
      '👩‍👩‍👧 Family ❤️',
      '🏴󠁧󠁢󠁥󠁮󠁧󠁿 roaming',
      '1️⃣ first',
      'Ⅷ ½ ™',
    ]) {
      expect(nameFrom(name), name).to.equal(name.normalize('NFC'));
    }
  });

  it('is one where people see one, and two where they see two', () => {
    const same = (one: string, other: string) => lineKey(one) === lineKey(other);
    expect(['NB 10', 'NB\u00A010', ' nb  10\u3000', 'NB\u2009 10'].every((other) => same('NB 10', other))).to.equal(true);
    expect([same('İ', 'i'), same('I', 'ı'), same('İ', 'i̇'), same('ß', 'ẞ'), same('Σ', 'σ')]).to.eql([false, false, true, true, true]);
  });
});

describe('any other line', () => {
  it('has its own limit and its own name in a refusal', () => {
    const long = expectRejection(() => lineFrom('abcd', { field: 'unit', longest: 3 }));
    expect([long.message, long.details]).to.eql(['unit must have at most 3 characters, it has 4', { field: 'unit' }]);
    expect(expectRejection(() => lineFrom('a\tb', { field: 'unit', longest: 3 })).message).to.equal(
      'unit must not have control or invisible characters; it has U+0009',
    );
    expect(lineFrom('👩🏽‍🚀', { field: 'unit', longest: 4 })).to.equal('👩🏽‍🚀');
  });

  it('takes time in proportion to its length alone', () => {
    for (const part of [' ', '\u00A0', '👩‍', 'क्‍', '\u200B']) {
      for (const text of [part.repeat(300_000), `a${part.repeat(300_000)}b`]) expect(foldedLine(text)).to.be.a('string');
    }
  });
});

describe('several lines', () => {
  const description = { field: 'description', longest: 5_000 };

  it('end alike whatever they were written with, and are nothing where there is no text', () => {
    expect(linesFrom(' a\r\nb\rc\u2028d\te \n', description)).to.equal('a\nb\nc\nd e');
    expect(linesFrom(' \r\n ', description)).to.equal(null);
  });

  it('refuse other controls and what turns the direction of text', () => {
    for (const character of ['\u0007', '\u001B', '\u009F', '\uD800', '\u202E', '\u2067']) {
      expect(expectRejection(() => linesFrom(`a${character}b`, description)).details).to.eql({ field: 'description' });
    }
    expect(linesFrom('\u05D0\u200F (1)', description)).to.equal('\u05D0\u200F (1)');
  });
});

describe('text of before there was a rule', () => {
  it('is mended to what the rule takes, and left alone where it takes it already', () => {
    fc.assert(
      fc.property(anyText, (raw) => {
        const mended = mendedLine(raw, 30);
        if (mended !== '') expect(lineFrom(mended, { field: 'name', longest: 30 })).to.equal(mended);
        if (nameOrNothing(raw) === raw) expect(mendedLine(raw, NAME_LENGTH)).to.equal(raw);
        const lines = mendedLines(raw, 30);
        if (lines !== null) expect(linesFrom(lines, { field: 'description', longest: 30 })).to.equal(lines);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps what can be seen', () => {
    expect(mendedLine('NB\u00A0\t10\u200B', 200)).to.equal('NB 10');
    expect(mendedLine('\u200B\u202E', 200)).to.equal('');
    expect(mendedLine('ab👩‍👩‍👧', 4)).to.equal('ab👩');
    expect(mendedLines('a\u0007\r\nb\u202E', 200)).to.equal('a\nb');
  });
});
