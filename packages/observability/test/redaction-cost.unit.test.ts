import { expect } from 'chai';
import { createChance } from '../../../test/support/chance.ts';
import { redact, redactText } from '../src/logging/redact.ts';
import { httpSpanName } from '../src/tracing/span-names.ts';

/** What the patterns begin with, stop at, or may go on through. */
const pieces = [
  'a',
  '_',
  '-',
  '.',
  '/',
  ':',
  '@',
  ' ',
  '://',
  'a://',
  'eyJ',
  'eyJaaaaa',
  '-eyJ',
  'Bearer',
  'Basic ',
  'aaaaaaaa',
  'A',
  'PRIVATE KEY-----',
  '-----BEGIN ',
  '-----END ',
  '\n',
  'é',
];

describe('What redaction costs', () => {
  const LONG = 20_000;

  function costOf(text: string): number {
    let best = Infinity;
    for (let run = 0; run < 5; run += 1) {
      const start = performance.now();
      redactText(text, Infinity);
      best = Math.min(best, performance.now() - start);
    }
    return best;
  }

  it('grows with the length of a text, whatever is repeated in it', function () {
    for (const piece of pieces.flatMap((one) => [one, ...pieces.map((other) => one + other)])) {
      const [short, long] = [LONG / 10, LONG].map((length) => piece.repeat(Math.ceil(length / piece.length)).slice(0, length)) as [
        string,
        string,
      ];
      // A tenth of a millisecond is less than a clock tells apart; what grows by the square needs a hundred times as much.
      expect(costOf(long) / Math.max(costOf(short), 0.1), JSON.stringify(piece)).to.be.at.most(20);
    }
  });

  it('ends where a text is cut, in values and in names, and in the names of spans', () => {
    const long = 'x'.repeat(100_000);
    expect(redactText(long, 500)).to.equal(`${'x'.repeat(500)}… (100000 characters)`);
    expect(JSON.stringify(redact({ [long]: long })).length).to.be.below(5_000);
    expect(httpSpanName('GET', `/${long}`).length).to.be.below(300);
  });
});

describe('Redaction', () => {
  const reference: readonly [RegExp, string][] = [
    [/(\w+:\/\/)[^\s/@:]*:[^\s/@]*@/g, '$1[redacted]@'],
    [/\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{8,}/gi, '$1 [redacted]'],
    [/\beyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*/g, '[redacted]'],
    [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g, '[redacted]'],
  ];
  const plainly = (text: string): string => reference.reduce((safe, [pattern, replacement]) => safe.replace(pattern, replacement), text);

  it('hides what the plain patterns for secrets find, no more and no less', () => {
    const chance = createChance(5);
    for (let run = 0; run < 20_000; run += 1) {
      const text = Array.from({ length: chance.between(1, 14) }, () => pieces[chance.between(0, pieces.length - 1)]).join('');
      expect(redactText(text), JSON.stringify(text)).to.equal(plainly(text));
    }
  });

  it('hides a secret that a cut goes through', () => {
    const token = `eyJ${'a'.repeat(300)}.${'b'.repeat(300)}.${'c'.repeat(300)}`;
    expect(redactText(`${'x'.repeat(80)} ${token} end`, 100)).not.to.contain('eyJ');
  });
});
