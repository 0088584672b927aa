import { unitsOfMeasure } from '@catalog/contracts';
import { expect } from 'chai';
import fc from 'fast-check';
import { expectRejection } from '../../../../test/support/expect-rejection.ts';
import { type StoreOffering, StoreQuery } from '../../src/api.ts';
import { quantityKey, searchFieldsOf } from '../../src/rules/document/search-fields.ts';
import { textKey } from '../../src/rules/document/text-keys.ts';
import { parseCharacteristicFilter } from '../../src/rules/query/characteristic-filter.ts';
import { cursorScope, parseSearchQuery as queryFrom } from '../../src/rules/query/search-query.ts';
import { type Cursor, signedCursors } from '../../src/rules/query/signed-cursors.ts';
import { attributeCounts, facetsFrom } from '../../src/rules/result/facets.ts';

const anyOffering: StoreOffering = {
  id: 'x',
  name: 'X',
  description: null,
  specifications: [],
  pricing: [],
  sales_channels: [],
  categories: [],
  published_at: '2026-01-01T00:00:00.000Z',
  lifecycle_status: 'PUBLISHED',
};
const cursors = signedCursors('of the tests');
const parseSearchQuery = (given: StoreQuery) => queryFrom(given, cursors);
const asked = (query: Partial<StoreQuery>): StoreQuery => ({ page: 1, page_size: 20, currency: 'USD', ...query });

describe('A search query', () => {
  it('sorts by relevance when there is something to be relevant to, else by date', () => {
    expect(parseSearchQuery(asked({ query: 'fibre' })).sort).to.equal('relevance');
    expect(parseSearchQuery(asked({})).sort).to.equal('-published_at');
    expect(parseSearchQuery(asked({ query: ' - ' })).sort).to.equal('-published_at');
  });

  it('takes prices to the cent', () => {
    expect(parseSearchQuery(asked({ min_price: 0.29, max_price: 1.15 })).filters.price).to.eql({ from: 29, to: 115 });
    expect(parseSearchQuery(asked({ min_price: 10.001, max_price: 10.019 })).filters.price).to.eql({ from: 1001, to: 1001 });
    expect(parseSearchQuery(asked({ max_price: 5 })).filters.price).to.eql({ from: 0, to: 500 });
    expect(expectRejection(() => parseSearchQuery(asked({ min_price: 2, max_price: 1 }))).details).to.eql({ field: 'min_price' });
  });

  it('reaches ten thousand offerings by pages', () => {
    expect(parseSearchQuery(asked({ page: 500 }))).to.include({ offset: 9_980, limit: 20 });
    expect(expectRejection(() => parseSearchQuery(asked({ page: 501 }))).details).to.eql({ field: 'page' });
  });

  it('makes at most thirty comparisons', () => {
    const alternatives = (count: number, name = 'A') => Array.from({ length: count }, (_, i) => `${name}${i}:=1`).join('|');
    expect(parseSearchQuery(asked({ characteristic: [alternatives(15), alternatives(15, 'B')] })).filters.characteristics).to.have.length(
      2,
    );
    expect(expectRejection(() => parseSearchQuery(asked({ characteristic: [alternatives(15), alternatives(16, 'B')] }))).details).to.eql({
      field: 'characteristic',
    });
  });

  it('counts what is equal once', () => {
    const { filters } = parseSearchQuery(
      asked({
        query: 'Fibre HOME fíbre fibre',
        characteristic: ['Speed:>1', 'speed: >1', 'Speed:>2', ...Array.from({ length: 17 }, () => 'Speed:>1')],
      }),
    );
    expect(filters.words).to.eql(['home', 'fibre']);
    expect(filters.characteristics.map(([one]) => one!.operand)).to.eql([
      { kind: 'number', number: 1 },
      { kind: 'number', number: 2 },
    ]);
  });

  it('has at most twenty different words', () => {
    const words = (count: number) => Array.from({ length: count }, (_, i) => `w${i}`).join(' ');
    expect(parseSearchQuery(asked({ query: `${words(20)} ${words(20)}` })).filters.words).to.have.length(20);
    expect(expectRejection(() => parseSearchQuery(asked({ query: words(21) })))).to.deep.include({
      code: 'VALIDATION_ERROR',
      details: { field: 'query' },
    });
  });

  describe('with a cursor', () => {
    const cursor: Cursor = { value: 2499, id: 'x', shown: 40, engine: 'mongodb' };
    const search = asked({
      query: 'fibre',
      min_price: 1,
      max_price: 2,
      channel: 'online',
      characteristic: ['Speed:>50Mbps'],
      sort: 'price',
      page_size: 20,
    });
    const own = cursors.print(cursor, cursorScope(parseSearchQuery(search)));
    const others: Partial<StoreQuery>[] = [
      { query: 'mobile' },
      { query: 'fibre mobile' },
      { min_price: 0.99 },
      { max_price: 3 },
      { currency: 'EUR' },
      { channel: 'retail' },
      { category: ['7f0c1e9a-3b52-4d0e-9a54-0c8d2f1e6b7a'] },
      { characteristic: ['Speed:>=50Mbps'] },
      { characteristic: ['Speed:>50Mbps', 'Ports:=4'] },
      { characteristic: ['Speed:>51Mbps'] },
      { sort: '-price' },
      { sort: 'relevance' },
      { page_size: 21 },
    ];
    const without = (name: keyof StoreQuery) => {
      const { [name]: _, ...rest } = search;
      return rest as StoreQuery;
    };

    it('goes on where it stands', () => {
      expect(parseSearchQuery({ ...search, cursor: own })).to.deep.include({ offset: 40, after: cursor });
      expect(parseSearchQuery({ ...search, query: '  Fibre FIBRE', page: 7, cursor: own }), 'the same in other words').to.include({
        offset: 40,
      });
    });

    for (const other of [
      ...others.map((one) => ({ ...search, ...one })),
      ...(['query', 'min_price', 'max_price', 'channel', 'characteristic', 'sort'] as const).map(without),
    ]) {
      it(`refuses to go on with ${JSON.stringify(other)}`, () => {
        expect(expectRejection(() => parseSearchQuery({ ...other, cursor: own }))).to.deep.include({
          code: 'VALIDATION_ERROR',
          details: { field: 'cursor' },
        });
      });
    }

    it('is tried with another of every parameter', () => {
      expect([...new Set(others.flatMap((one) => Object.keys(one)))]).to.have.members(
        Object.keys(StoreQuery.properties).filter((name) => name !== 'page' && name !== 'cursor'),
      );
    });
  });
});

describe('Facets', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.stringMatching(/^[ "'\\|:=<>!;&+#%?^`{}\[\]~a5Ğş]{1,20}$/),
    fc.string({ unit: 'binary' }),
  );
  const queryOfRfc3986 = /^(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9A-F]{2})*$/;

  it('give filters that every client can send as they are, and that say exactly what was counted, whatever was written', () => {
    fc.assert(
      fc.property(text, fc.constantFrom('Speed', 'Öz (a/b) - c.d_e+f'), fc.constantFrom(...unitsOfMeasure), (value, attribute, unit) => {
        const { attributes, channels } = facetsFrom(
          {
            total: 1,
            hits: [],
            priceCounts: [1],
            channels: [{ written: value, count: 1 }],
            categories: [],
            values: [{ written: JSON.stringify([attribute, value, unit]), count: 1 }],
          },
          'EUR',
        );
        const [ofValue, ofChannel] = [attributes[0]!.values[0]!.filter, channels[0]!.filter];
        for (const filter of [ofValue, ofChannel]) {
          expect(filter).to.match(queryOfRfc3986);
          expect(new URL(`http://store/?${filter}`).search).to.equal(`?${filter}`);
        }
        expect(channels[0]!.channel).to.equal(value);
        expect(textKey(new URLSearchParams(ofChannel).get('channel')!)).to.equal(textKey(value));
        const [comparison] = parseCharacteristicFilter(new URLSearchParams(ofValue).get('characteristic')!);
        const {
          characteristics: [stored],
        } = searchFieldsOf({
          ...anyOffering,
          specifications: [{ id: '', name: '', characteristics: [{ id: '', name: '', attribute, value, unit_of_measure: unit }] }],
        });
        const { operand, attribute: compared } = comparison!;
        expect(compared).to.equal(stored!.attribute);
        expect(operand.kind === 'quantity' ? quantityKey(operand.quantity) : operand.kind === 'text' && operand.text).to.equal(
          stored!.text ?? stored!.quantity,
        );
      }),
      { numRuns: 500 },
    );
  });

  it('show a channel as it is written first, and count all writings of it', () => {
    const written = [
      ['retail', 2],
      ['Online', 1],
      ['online', 2],
      ['ONLINE', 1],
    ] as const;
    const { channels } = facetsFrom(
      {
        total: 3,
        hits: [],
        priceCounts: [],
        categories: [],
        values: [],
        channels: written.map(([one, count]) => ({ written: one, count })),
      },
      'EUR',
    );
    expect(channels).to.eql([
      { channel: 'ONLINE', count: 4, filter: 'channel=ONLINE' },
      { channel: 'retail', count: 2, filter: 'channel=retail' },
    ]);
  });

  it('count each attribute without the filters that name it', () => {
    const { filters } = parseSearchQuery(asked({ characteristic: ['Speed:>50Mbps', 'Technology:=5G|Speed:>1Gbps', 'Ports:>1'] }));
    const [speed, technology, ports] = filters.characteristics;
    expect(attributeCounts(filters).map(({ filters: { characteristics }, only, except }) => ({ characteristics, only, except }))).to.eql([
      { characteristics: [speed, technology, ports], only: undefined, except: ['speed', 'technology', 'ports'] },
      { characteristics: [ports], only: 'speed', except: [] },
      { characteristics: [speed, ports], only: 'technology', except: [] },
      { characteristics: [speed, technology], only: 'ports', except: [] },
    ]);
  });

  const written = (attribute: string, value: string, unit: string) => JSON.stringify([attribute, value, unit]);

  it('show spans in the base unit, only where all values measure the same', () => {
    const { attributes } = facetsFrom(
      {
        total: 3,
        hits: [],
        priceCounts: [],
        channels: [],
        categories: [],
        values: [
          { written: written('Data', '2', 'GB'), count: 1 },
          { written: written('data', '500', 'MB'), count: 3 },
          { written: written('Mixed', '2', 'GB'), count: 1 },
          { written: written('Mixed', 'much', 'None'), count: 1 },
        ],
      },
      'EUR',
    );
    expect(attributes[0]).to.deep.include({ attribute: 'Data', unit_of_measure: 'MB', min: 500, max: 2000 });
    expect(attributes[0]!.values.map(({ filter }) => filter)).to.eql(['characteristic=data:=500MB', 'characteristic=Data:=2GB']);
    expect(attributes[1]).to.have.all.keys('attribute', 'values');
  });

  it('give filters that survive a query string', () => {
    const value = 'a & b+c #1 100% =?|"';
    const { attributes, price_ranges } = facetsFrom(
      {
        total: 1,
        hits: [],
        priceCounts: [1],
        channels: [],
        categories: [],
        values: [{ written: written('Note', value, 'None'), count: 1 }],
      },
      'EUR',
    );
    expect(new URLSearchParams(attributes[0]!.values[0]!.filter).get('characteristic')).to.equal('Note:="a & b+c #1 100% =?|\\""');
    expect(attributes[0]!.values[0]!.filter).to.equal('characteristic=Note:=%22a%20%26%20b%2Bc%20%231%20100%25%20=%3F%7C%5C%22%22');
    expect(price_ranges.map(({ range, count, filter }) => `${range} ${count} ${filter}`)).to.include.members([
      '0-50 1 min_price=0&max_price=49.99&currency=EUR',
      '1000+ 0 min_price=1000&currency=EUR',
    ]);
  });
});
