import { expect } from 'chai';
import fc from 'fast-check';
import { expectRejection } from '../../../../test/support/expect-rejection.ts';
import { CURSOR_LENGTH } from '../../src/api.ts';
import { type Cursor, signedCursors } from '../../src/rules/query/signed-cursors.ts';

const cursors = signedCursors('a secret of the service');
const search = { filters: { words: ['fibre'], characteristics: [] }, currency: 'USD', sort: 'price', limit: 20 };
const anyCursor: fc.Arbitrary<Cursor> = fc.record({
  value: fc.oneof(
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).filter((one) => !Object.is(one, -0)),
    fc.string({ unit: 'grapheme', maxLength: 50 }),
  ),
  id: fc.uuid(),
  shown: fc.nat(),
  engine: fc.constantFrom('elasticsearch', 'mongodb'),
});
const refusedAs = { code: 'VALIDATION_ERROR', details: { field: 'cursor' } };
const refuses = (text: string, of: object = search): void => {
  expect(
    expectRejection(() => cursors.read(text, of)),
    text,
  ).to.deep.include(refusedAs);
};

describe('A cursor', () => {
  it('is read as it was printed, by every replica of the service and after a restart', () => {
    fc.assert(
      fc.property(anyCursor, (cursor) => {
        expect(signedCursors('a secret of the service').read(cursors.print(cursor, search), search)).to.eql(cursor);
      }),
    );
  });

  it('is refused with any character of it changed, left out or added', () => {
    const change = fc.record({
      at: fc.nat(),
      character: fc.string({ minLength: 0, maxLength: 1, unit: 'binary-ascii' }),
      kept: fc.constantFrom(0, 1),
    });
    fc.assert(
      fc.property(anyCursor, change, (cursor, { at, character, kept }) => {
        const text = cursors.print(cursor, search);
        const place = at % (text.length + 1);
        const changed = text.slice(0, place) + character + text.slice(place + 1 - kept);
        fc.pre(changed !== text);
        refuses(changed);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is refused with any field of it changed, as whoever has no secret would print it', () => {
    const own = cursors.print({ value: 10, id: 'x', shown: 20, engine: 'mongodb' }, search);
    const [, signature] = own.split('.');
    const contents = [
      { shown: 20_000 },
      { shown: 1e400 },
      { value: 11 },
      { value: null },
      { id: 'y' },
      { engine: 'elasticsearch' },
      { more: 1 },
    ].map((change) => Buffer.from(JSON.stringify({ value: 10, id: 'x', shown: 20, engine: 'mongodb', ...change })).toString('base64url'));
    for (const content of contents) for (const end of ['', '.', `.${signature}`]) refuses(content + end);
    for (const text of ['', '.', '..', 'null', `.${signature}`, `${own}.`, `${own}=`, ` ${own}`, 'é']) refuses(text);
  });

  it('is refused when another secret signed it', () => {
    refuses(signedCursors('the secret of another').print({ value: 10, id: 'x', shown: 20, engine: 'mongodb' }, search));
  });

  it('is refused by every other search', () => {
    const own = cursors.print({ value: 10, id: 'x', shown: 20, engine: 'mongodb' }, search);
    for (const other of [{ currency: 'EUR' }, { sort: '-price' }, { limit: 21 }, { filters: { words: ['mobile'], characteristics: [] } }]) {
      refuses(own, { ...search, ...other });
    }
  });

  it('is as long as the API takes it at most, whatever it is sorted by', () => {
    const longest: Cursor = {
      value: '\u{1F600}'.repeat(200),
      id: '00000000-0000-4000-8000-000000000000',
      shown: Number.MAX_SAFE_INTEGER,
      engine: 'elasticsearch',
    };
    expect(cursors.print(longest, search).length).to.be.at.most(CURSOR_LENGTH);
  });
});
