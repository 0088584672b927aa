import { currencies, unitsOfMeasure } from '@catalog/contracts';
import { expect } from 'chai';
import fc from 'fast-check';
import { BSON } from 'mongodb';
import type { StoreOffering } from '../../src/api.ts';
import { searchFieldsOf } from '../../src/rules/document/search-fields.ts';
import { sortKey, textKey, truncated, wordsOf } from '../../src/rules/document/text-keys.ts';
import { parseSearchQuery } from '../../src/rules/query/search-query.ts';
import { signedCursors } from '../../src/rules/query/signed-cursors.ts';

const { deserialize, serialize } = BSON;

/** Letters of two halves among others, so that every length falls inside one at some time. */
const astral = fc
  .array(
    fc.oneof(
      fc.constantFrom('\u{20BB7}', '\u{10428}', '\u{1D11E}', '\u{1F600}', 'a', 'İ', '́', 'ﷺ', ' '),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
    ),
    { maxLength: 300 },
  )
  .map((parts) => parts.join(''));
const long = fc
  .record({ head: fc.nat({ max: 3 }), length: fc.integer({ min: 40, max: 1_100 }) })
  .map(({ head, length }) => 'a'.repeat(head) + '\u{20BB7}'.repeat(length));
const text = fc.oneof(astral, long);
const value = fc.oneof(
  text,
  fc.constantFrom('1e400', '-1e400', 'Infinity', 'NaN', '9'.repeat(100), `-${'9'.repeat(99)}`, '-0', '1e3', '0.1'),
  fc.double().map(String),
);
const category = { id: fc.uuid(), name: text, sort_order: fc.nat() };
const offering: fc.Arbitrary<StoreOffering> = fc.record({
  id: fc.uuid(),
  name: text,
  description: fc.option(text),
  specifications: fc.array(
    fc.record({
      id: fc.uuid(),
      name: text,
      characteristics: fc.array(
        fc.record({ id: fc.uuid(), name: text, attribute: text, value, unit_of_measure: fc.constantFrom(...unitsOfMeasure) }),
        { maxLength: 3 },
      ),
    }),
    { maxLength: 2 },
  ),
  pricing: fc.array(
    fc.record({
      id: fc.uuid(),
      name: text,
      value: fc.oneof(fc.double({ noNaN: true }), fc.constantFrom(1e308, 1e300, 0.005, 9_999_999_999)),
      currency: fc.constantFrom(...currencies),
      unit: text,
    }),
    { maxLength: 3 },
  ),
  sales_channels: fc.array(text, { maxLength: 3 }),
  categories: fc.array(fc.record({ ...category, path: fc.array(fc.record(category), { maxLength: 5 }) }), { maxLength: 3 }),
  published_at: fc.constant('2026-01-01T00:00:00.000Z'),
  lifecycle_status: fc.constant('PUBLISHED' as const),
});

describe('What search looks at', () => {
  it('is the same after MongoDB and Elasticsearch have stored it, whatever an offering says', () => {
    fc.assert(
      fc.property(offering, (shown) => {
        const search = searchFieldsOf(shown);
        expect(deserialize(serialize({ search }))['search']).to.eql(search);
        expect(JSON.parse(JSON.stringify(search))).to.eql(search);
        expect(JSON.parse(new TextDecoder().decode(new TextEncoder().encode(JSON.stringify(search))))).to.eql(search);
        for (const word of [...search.words, ...search.channels, search.name_order]) expect(word.isWellFormed(), word).to.equal(true);
      }),
      { numRuns: 300 },
    );
  });

  it('is cut nowhere inside a letter: neither words, nor keys, nor what is searched for', () => {
    fc.assert(
      fc.property(text, (one) => {
        for (const part of [...wordsOf(one), sortKey(one), textKey(one)]) expect(part.isWellFormed()).to.equal(true);
        const { words } = parseSearchQuery(
          { query: truncated(one, 30), page: 1, page_size: 1, currency: 'USD' },
          signedCursors('none'),
        ).filters;
        for (const word of words) expect(word.isWellFormed()).to.equal(true);
        expect(new Set(wordsOf(truncated(one, 30)))).to.eql(new Set(words));
      }),
    );
  });
});
