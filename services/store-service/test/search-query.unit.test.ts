import { expect } from 'chai';
import { rejectionOf } from '../../../test/support/rejection.ts';
import type { StoreQuery } from '../src/api.ts';
import { cursorFrom, printCursor } from '../src/cursor.ts';
import { attributeCounts, facetsFrom } from '../src/facets.ts';
import { searchQueryFrom } from '../src/search-query.ts';

const asked = (query: Partial<StoreQuery>): StoreQuery => ({ page: 1, page_size: 20, currency: 'USD', ...query });

describe('A search query', () => {
  it('sorts by relevance when there is something to be relevant to, else by date', () => {
    expect(searchQueryFrom(asked({ query: 'fibre' })).sort).to.equal('relevance');
    expect(searchQueryFrom(asked({})).sort).to.equal('-published_at');
    expect(searchQueryFrom(asked({ query: ' - ' })).sort).to.equal('-published_at');
  });

  it('takes prices to the cent', () => {
    expect(searchQueryFrom(asked({ min_price: 0.29, max_price: 1.15 })).filters.price).to.eql({ from: 29, to: 115 });
    expect(searchQueryFrom(asked({ min_price: 10.001, max_price: 10.019 })).filters.price).to.eql({ from: 1001, to: 1001 });
    expect(searchQueryFrom(asked({ max_price: 5 })).filters.price).to.eql({ from: 0, to: 500 });
    expect(rejectionOf(() => searchQueryFrom(asked({ min_price: 2, max_price: 1 }))).details).to.eql({ field: 'min_price' });
  });

  it('reaches ten thousand offerings by pages', () => {
    expect(searchQueryFrom(asked({ page: 500 }))).to.include({ offset: 9_980, limit: 20 });
    expect(rejectionOf(() => searchQueryFrom(asked({ page: 501 }))).details).to.eql({ field: 'page' });
  });

  it('makes at most thirty comparisons', () => {
    const alternatives = (count: number) => Array.from({ length: count }, (_, i) => `A${i}:=1`).join('|');
    expect(searchQueryFrom(asked({ characteristic: [alternatives(15), alternatives(15)] })).filters.characteristics).to.have.length(2);
    expect(rejectionOf(() => searchQueryFrom(asked({ characteristic: [alternatives(15), alternatives(16)] }))).details).to.eql({ field: 'characteristic' });
  });

  it('goes on where a cursor stands', () => {
    const cursor = { sort: 'price', currency: 'USD', value: 2499, id: 'x', shown: 40, engine: 'mongodb' } as const;
    const query = searchQueryFrom(asked({ sort: 'price', cursor: printCursor(cursor) }));
    expect(query).to.deep.include({ offset: 40, after: cursor });
    for (const sort of ['name', '-price'] as const) {
      expect(rejectionOf(() => cursorFrom(printCursor(cursor), { sort, currency: 'USD' })).code).to.equal('VALIDATION_ERROR');
    }
    expect(rejectionOf(() => cursorFrom(printCursor({ ...cursor, value: 'name' }), { sort: 'price', currency: 'USD' })).code).to.equal('VALIDATION_ERROR');
    for (const text of ['', 'null', '[]', '{}']) {
      expect(rejectionOf(() => cursorFrom(Buffer.from(text).toString('base64url'), { sort: 'price', currency: 'USD' })).code).to.equal('VALIDATION_ERROR');
    }
  });
});

describe('Facets', () => {
  it('count each attribute without the filters that name it', () => {
    const { filters } = searchQueryFrom(asked({ characteristic: ['Speed:>50Mbps', 'Technology:=5G|Speed:>1Gbps', 'Ports:>1'] }));
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
    const { attributes } = facetsFrom({
      total: 3, hits: [], priceCounts: [], channels: [],
      values: [
        { written: written('Data', '2', 'GB'), count: 1 },
        { written: written('data', '500', 'MB'), count: 3 },
        { written: written('Mixed', '2', 'GB'), count: 1 },
        { written: written('Mixed', 'much', 'None'), count: 1 },
      ],
    }, 'EUR');
    expect(attributes[0]).to.deep.include({ attribute: 'Data', unit_of_measure: 'MB', min: 500, max: 2000 });
    expect(attributes[0]!.values.map(({ filter }) => filter)).to.eql(['characteristic=data:=500MB', 'characteristic=Data:=2GB']);
    expect(attributes[1]).to.have.all.keys('attribute', 'values');
  });

  it('give filters that survive a query string', () => {
    const value = 'a & b+c #1 100% =?|"';
    const { attributes, price_ranges } = facetsFrom({ total: 1, hits: [], priceCounts: [1], channels: [], values: [{ written: written('Note', value, 'None'), count: 1 }] }, 'EUR');
    expect(new URLSearchParams(attributes[0]!.values[0]!.filter).get('characteristic')).to.equal('Note:="a & b+c #1 100% =?|\\""');
    expect(price_ranges.map(({ range, count, filter }) => `${range} ${count} ${filter}`)).to.include.members([
      '0-50 1 min_price=0&max_price=49.99&currency=EUR', '1000+ 0 min_price=1000&currency=EUR',
    ]);
  });
});
