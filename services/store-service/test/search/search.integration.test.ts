import type { Currency, UnitOfMeasure } from '@catalog/contracts';
import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { anOffering, aPrice } from '../../../../test/support/events.ts';
import type { CategoryFacet, SearchResult, StoreOffering, StoreQuery } from '../../src/api.ts';
import { nextDocument, publishedOfferings, type PublishedOfferings } from '../../src/documents/index.ts';
import { pricePointsOf, searchFieldsOf, totalsOf, cursorScope, parseSearchQuery, signedCursors } from '../../src/rules/index.ts';
import { searchAvailability, searchIndex } from '../../src/search-index/index.ts';
import {
  type Related,
  related,
  relatedInElasticsearch,
  relatedInMongodb,
  type Search,
  search,
  searchInElasticsearch,
  searchInMongodb,
  type Suggest,
  suggest,
  suggestInElasticsearch,
  suggestInMongodb,
} from '../../src/search/index.ts';
import { createStoreDatabase, type StoreDatabase } from '../support/store-database.ts';

type Place = StoreOffering['categories'][number];

const place = (name: string, sort_order: number, parent?: Place): Place => ({
  id: randomUUID(),
  name,
  sort_order,
  path: parent ? [...parent.path, { id: parent.id, name: parent.name, sort_order: parent.sort_order }] : [],
});
const internet = place('Internet', 2);
const fibre = place('Fibre', 20, internet);
const symmetric = place('Symmetric', 0, fibre);
const cable = place('Cable', 10, internet);
const mobile = place('Mobile', 1);
const places = [[], [internet], [fibre], [cable], [mobile], [fibre, cable], [symmetric, mobile], [internet, symmetric]];

type Shape = {
  name: string;
  description?: string;
  prices: [Currency, number][];
  unit?: string;
  values: [string, string, UnitOfMeasure][];
  channels?: string[];
  categories?: Place[];
  day?: number;
};

const shown = ({
  name,
  description,
  prices,
  unit = 'per month',
  values,
  channels = ['online'],
  categories = [],
  day = 1,
}: Shape): StoreOffering => {
  const price_points = pricePointsOf(prices.map(([currency, value]) => aPrice({ value, currency, unit })));
  return {
    id: randomUUID(),
    name,
    description: description ?? null,
    specifications: [
      {
        id: randomUUID(),
        name: 'Package',
        characteristics: values.map(([attribute, value, unit_of_measure]) => ({
          id: randomUUID(),
          name: `${attribute} ${value}`,
          attribute,
          value,
          unit_of_measure,
        })),
      },
    ],
    pricing: prices.map(([currency, value]) => ({ id: randomUUID(), name: 'Monthly', value, currency, unit })),
    price_points,
    totals: totalsOf(price_points),
    sales_channels: channels,
    categories,
    published_at: new Date(Date.UTC(2026, 0, day)).toISOString(),
    lifecycle_status: 'PUBLISHED',
  };
};

const named: Shape[] = [
  {
    name: 'High-Speed Fibre 1000',
    description: 'The fastest café connection',
    prices: [
      ['USD', 89.99],
      ['EUR', 79],
    ],
    values: [
      ['Speed', '1', 'Gbps'],
      ['Technology', 'FTTH', 'None'],
    ],
    day: 2,
  },
  {
    name: 'High-Speed Fibre 1000 Plus',
    prices: [['USD', 99.99]],
    values: [
      ['speed', '1000', 'Mbps'],
      ['Technology', 'ftth', 'None'],
      ['Ports', '4', 'Unit'],
    ],
    channels: ['Online', 'Retail'],
    day: 3,
  },
  {
    name: 'Çay Mobile',
    description: 'For speed on the road',
    prices: [
      ['TRY', 50],
      ['USD', 50],
    ],
    values: [
      ['Technology', '5G', 'None'],
      ['Data', '20', 'GB'],
      ['Term', '12', 'Months'],
    ],
    channels: ['Retail'],
    day: 4,
  },
  {
    name: 'Odd one',
    prices: [
      ['USD', 49.99],
      ['USD', 120],
    ],
    values: [
      ['Technology', 'a|b:"c" & d+e%20#1', 'None'],
      ['Technology', "ş😀'~^`{}[]\\|", 'None'],
      ['Technology', '1e400', 'None'],
      ['Technology', 'Infinity', 'None'],
      ['Technology', '100Mbps', 'None'],
      ['Ports', '4', 'None'],
      ['Speed', 'unknown', 'None'],
    ],
    channels: ['a & b', 'Türkiye | "Bayi" <1> 100% #😀'],
    day: 5,
  },
  { name: 'Free of prices', prices: [], values: [], day: 6 },
  ...(
    [
      ['9', 'Mbps'],
      ['50', 'Mbps'],
      ['100', 'Mbps'],
      ['1', 'Gbps'],
    ] as const
  ).map(([speed, unit]): Shape => ({ name: `Sample of ${speed}`, prices: [['USD', 10]], values: [['Speed', speed, unit]], day: 6 })),
  {
    name: 'Sample of 100 with latency',
    prices: [['USD', 10]],
    values: [
      ['Speed', '100', 'Mbps'],
      ['Latency', '0.005', 'Seconds'],
    ],
    day: 6,
  },
];

/** The same offerings on every run. */
function generated(count: number): Shape[] {
  let seed = 42;
  const pick = <T>(choices: readonly T[]): T => choices[((seed = (seed * 16_807) % 2_147_483_647) >> 8) % choices.length]!;
  return Array.from({ length: count }, (_, i) => ({
    name: `${pick(['Home', 'Office', 'Family'])} ${pick(['Fibre', 'Mobile', 'Cable'])} ${i}`,
    description: `Generated: ${pick(['fast and reliable', 'cheap', 'unlimited speed for everyone'])}`,
    prices: Array.from({ length: pick([1, 1, 2]) }, () => [
      pick(['USD', 'USD', 'EUR'] as const),
      pick([9.99, 49.99, 50, 99.99, 100, 250.5, 999.99, 1000, 1500]),
    ]),
    unit: ['per month', 'per week', 'one-time', 'by agreement'][i % 4]!,
    values: [
      ['Speed', pick(['50', '100', '500']), 'Mbps'],
      ...pick<[string, string, UnitOfMeasure][]>([
        [],
        [['Speed', '1', 'Gbps']],
        [['Data', '500', 'GB']],
        [
          ['Data', '0.5', 'TB'],
          ['Data', '500', 'GB'],
        ],
      ]),
      ['Technology', pick(['4G', '5G', 'FTTH']), 'None'],
      ['Ports', pick(['1', '2', '4']), 'Unit'],
    ],
    channels: pick([['online'], ['retail'], ['online', 'partner']]),
    categories: places[i % places.length]!,
    day: pick([1, 7, 8, 9]),
  }));
}

describe('Search', () => {
  let store: StoreDatabase, documents: PublishedOfferings;
  const engines = {} as Record<'elasticsearch' | 'mongodb', Search>;
  const suggesting = {} as Record<'elasticsearch' | 'mongodb', Suggest>;
  const relating = {} as Record<'elasticsearch' | 'mongodb', Related>;

  before(async function () {
    store = await createStoreDatabase();
    documents = publishedOfferings(store.database);
    const index = searchIndex(store.elasticsearch, store.alias);
    let made = 0;
    const beforehand = async () => {
      made++;
    };
    await index.ensure(beforehand);
    await index.ensure(beforehand);
    expect(made).to.equal(1);
    const stored = [...named, ...generated(60)].map(shown).map((offering) =>
      nextDocument(null, {
        offering: anOffering({ id: offering.id }),
        status: 'PUBLISHED',
        shown: offering,
        search: searchFieldsOf(offering),
        now: new Date(),
        sources: { offering: 1, specifications: [], characteristics: [], prices: [], categories: [] },
      }),
    );
    const pending = shown({ name: 'High-Speed pending', prices: [['USD', 10]], values: [['Speed', '100', 'Mbps']] });
    for (const document of stored) expect(await documents.write(document)).to.equal(true);
    await documents.write({ ...stored[0]!, _id: pending.id, status: 'PENDING', shown: pending, search: searchFieldsOf(pending) });
    expect(await index.put(stored)).to.eql([]);
    await store.refreshIndex();
    const [usable, lost] = [searchAvailability(), searchAvailability()];
    usable.restored();
    const needs = {
      elasticsearch: searchInElasticsearch(store.elasticsearch, store.alias),
      mongodb: searchInMongodb(documents.collection),
      documents,
      cursors,
    };
    engines.elasticsearch = search({ ...needs, availability: usable });
    engines.mongodb = search({ ...needs, availability: lost });
    const names = {
      elasticsearch: suggestInElasticsearch(store.elasticsearch, store.alias),
      mongodb: suggestInMongodb(documents.collection),
      documents,
    };
    suggesting.elasticsearch = suggest({ ...names, availability: usable });
    suggesting.mongodb = suggest({ ...names, availability: lost });
    const alike = {
      elasticsearch: relatedInElasticsearch(store.elasticsearch, store.alias),
      mongodb: relatedInMongodb(documents.collection),
      documents,
    };
    relating.elasticsearch = related({ ...alike, availability: usable });
    relating.mongodb = related({ ...alike, availability: lost });
  });

  after(() => store.drop());

  const cursors = signedCursors('of the tests');
  const asked = (query: Partial<StoreQuery>): StoreQuery => ({ page: 1, page_size: 20, currency: 'USD', ...query });
  const namesIn = ({ items }: SearchResult) => items.map(({ name }) => name);

  /** What a client asks who follows a facet's filter: it takes the place of the facet's own filters, all others stay. */
  function following(query: Partial<StoreQuery>, filter: string): Partial<StoreQuery> {
    const given = new URLSearchParams(filter);
    const [channel, category, own] = [given.get('channel'), given.get('category'), given.get('characteristic')];
    if (channel !== null) return { ...query, channel };
    if (category !== null) return { ...query, category: [category] };
    if (own === null) {
      const { min_price: _min, max_price: _max, ...others } = query;
      const bounds = [...given].filter(([name]) => name !== 'currency').map(([name, value]) => [name, Number(value)]);
      return { ...others, ...Object.fromEntries(bounds), currency: given.get('currency') as Currency };
    }
    const attribute = own.split(':=')[0]!.toLowerCase();
    const names = (one: string) => one.split('|').some((alternative) => alternative.toLowerCase().startsWith(`${attribute}:`));
    return { ...query, characteristic: [...(query.characteristic ?? []).filter((one) => !names(one)), own] };
  }

  const branch = (category: CategoryFacet): CategoryFacet[] => [category, ...category.children.flatMap(branch)];

  const matrix: Partial<StoreQuery>[] = [
    {},
    { query: 'high-speed' },
    { query: 'fibre hom' },
    { query: 'CAFE' },
    { query: 'nothing of the kind' },
    { query: 'fbire ofice' },
    { query: 'moblie', max_price: 100, characteristic: ['Technology:=5G'] },
    { query: '1001' },
    { currency: 'EUR' },
    { min_price: 50, max_price: 100 },
    { min_price: 50, max_price: 100, currency: 'EUR' },
    { max_price: 49.99 },
    { channel: 'RETAIL' },
    { category: [fibre.id] },
    { category: [`${cable.id}|${mobile.id}`], max_price: 100 },
    { category: [internet.id, mobile.id], characteristic: ['Technology:=5G'] },
    { category: [randomUUID()] },
    { characteristic: ['Speed:>50Mbps'] },
    { characteristic: ['Speed:=1Gbps'] },
    { characteristic: ['Speed:!=100Mbps'] },
    { characteristic: ['Speed:>=100'] },
    { characteristic: ['Technology:=5G|Speed:>500Mbps'] },
    { characteristic: ['Technology:=5g', 'Speed:>50Mbps', 'Speed:<=0.5Gbps'] },
    { characteristic: ['Technology:!=5G', 'Data:>=0.4TB'] },
    { characteristic: ['Ports:=4', 'Ports:!=4Unit|Ports:>1'] },
    { characteristic: ['Technology:="100Mbps"'] },
    { query: 'fibre', min_price: 20, max_price: 200, channel: 'online', characteristic: ['Technology:=FTTH|4G', 'Speed:>=100Mbps'] },
  ];

  for (const query of matrix) {
    it(`answers ${JSON.stringify(query)} alike in both engines`, async () => {
      const [fromIndex, fromMongo] = [await engines.elasticsearch(asked(query)), await engines.mongodb(asked(query))];
      expect(fromMongo).to.include({ degraded: true });
      expect(fromIndex).not.to.have.property('degraded');
      expect(fromMongo.total).to.equal(fromIndex.total);
      expect(fromMongo.facets).to.eql(fromIndex.facets);
      if (!query.query) expect(namesIn(fromMongo)).to.eql(namesIn(fromIndex));
    });

    for (const engine of ['elasticsearch', 'mongodb'] as const) {
      it(`counts in the facets of ${JSON.stringify(query)} what following them finds in ${engine}`, async function () {
        const { facets } = await engines[engine](asked(query));
        const values = facets.attributes.flatMap((attribute) => attribute.values);
        const buckets = [...facets.price_ranges, ...facets.channels, ...facets.categories.flatMap(branch), ...values];
        expect(buckets.length).to.be.greaterThan(5);
        for (const { filter, count } of buckets) {
          const { total } = await engines[engine](asked({ ...following(query, filter), page_size: 1 }));
          expect(total, filter).to.equal(count);
        }
      });
    }
  }

  for (const engine of ['elasticsearch', 'mongodb'] as const) {
    describe(`in ${engine}`, () => {
      const found = async (query: Partial<StoreQuery>) => namesIn(await engines[engine](asked({ page_size: 100, sort: 'name', ...query })));

      it('finds words in names, descriptions and values, and the beginning of the last one', async () => {
        expect(await found({ query: 'fibre 1000 PLUS' })).to.eql(['High-Speed Fibre 1000 Plus']);
        expect(await found({ query: 'cafe' })).to.eql(['High-Speed Fibre 1000']);
        expect(await found({ query: 'cay mob' })).to.eql(['Çay Mobile']);
        expect(await found({ query: '1Gbps fastest' })).to.eql(['High-Speed Fibre 1000']);
        expect(await found({ query: 'months 12' })).to.eql(['Çay Mobile']);
        expect(await found({ query: 'fas connection' })).to.eql([]);
      });

      it('takes words that nothing has for what they may have been meant to be', async () => {
        expect(await found({ query: 'Fbire plsu' })).to.eql(['High-Speed Fibre 1000 Plus']);
        expect(await found({ query: 'fastets connetcion' })).to.eql(['High-Speed Fibre 1000']);
        expect(await engines[engine](asked({ query: 'connetcion' }))).to.include({ total: 1, approximate: true });
        expect(await engines[engine](asked({ query: 'connection' }))).not.to.have.property('approximate');
        expect(await found({ query: '1002' })).to.eql([]);
      });

      it('says where the words were found', async () => {
        const { items } = await engines[engine](asked({ query: 'fastets connetcion' }));
        expect(items[0]!.highlights).to.eql({ description: 'The <em>fastest</em> café <em>connection</em>' });
        expect((await engines[engine](asked({}))).items[0]).not.to.have.property('highlights');
      });

      it('suggests names from what has been typed, those that begin with it first', async () => {
        const named = async (q: string, limit = 10) => (await suggesting[engine]({ q, limit })).suggestions.map(({ name }) => name);
        expect(await named('high')).to.eql(['High-Speed Fibre 1000', 'High-Speed Fibre 1000 Plus']);
        expect(await named('plus high sp')).to.eql(['High-Speed Fibre 1000 Plus']);
        expect(await named('CAY mob')).to.eql(['Çay Mobile']);
        expect((await named('mobile', 20)).at(0)).to.equal('Çay Mobile');
        expect(await named('o')).to.eql([...(await named('odd')), ...(await named('office', 9))]);
        expect(await named('fastest')).to.eql([]);
        expect(await named(' - ')).to.eql([]);
        expect(await named('fibre', 3)).to.have.length(3);
        const typo = await suggesting[engine]({ q: 'higj spede', limit: 10 });
        expect(typo).to.include({ approximate: true });
        expect(typo.suggestions[0]).to.include({ name: 'High-Speed Fibre 1000', highlighted: '<em>High</em>-<em>Speed</em> Fibre 1000' });
        expect('degraded' in typo).to.equal(engine === 'mongodb');
      });

      it('relates offerings by what they share, most first', async () => {
        const all = (await engines[engine](asked({ page_size: 100 }))).items;
        const offering = all.find(({ name }) => name === 'High-Speed Fibre 1000')!;
        const sharedBy = (other: StoreOffering, field: 'attribute' | 'bucket') => {
          const [own, theirs] = [offering, other].map((one) => new Set(searchFieldsOf(one).characteristics.map((each) => each[field])));
          return own!.intersection(theirs!).size;
        };
        const ranked = all
          .filter(({ id }) => id !== offering.id)
          .map((other) => ({ other, shared: sharedBy(other, 'attribute') + sharedBy(other, 'bucket') }))
          .sort(
            (a, b) =>
              b.shared - a.shared ||
              Date.parse(b.other.published_at) - Date.parse(a.other.published_at) ||
              (a.other.id < b.other.id ? -1 : 1),
          );
        const others = await relating[engine](offering);
        expect(others.map(({ id }) => id)).to.eql(ranked.slice(0, 6).map(({ other }) => other.id));
        expect(others[0]!.shared_attributes).to.eql(['Speed', 'Technology']);
        const lonely = (await engines[engine](asked({ query: 'free prices' }))).items[0]!;
        expect(await relating[engine](lonely)).to.eql([]);
      });

      it('ranks what has the words in its name first', async () => {
        const names = await found({ query: 'speed', sort: 'relevance' });
        expect(names.slice(0, 2)).to.have.members(['High-Speed Fibre 1000', 'High-Speed Fibre 1000 Plus']);
        expect(names).to.include('Çay Mobile');
      });

      it('wants one and the same price inside the range and currency', async () => {
        expect(await found({ query: 'odd', min_price: 50, max_price: 100 })).to.eql([]);
        expect(await found({ query: 'odd', min_price: 120, max_price: 120 })).to.eql(['Odd one']);
        expect(await found({ query: 'mobile road', min_price: 50, max_price: 50, currency: 'TRY' })).to.eql(['Çay Mobile']);
        expect(await found({ query: 'mobile road', min_price: 50, max_price: 50, currency: 'EUR' })).to.eql([]);
      });

      it('compares across units, and attributes in any case', async () => {
        const fast = ['High-Speed Fibre 1000', 'High-Speed Fibre 1000 Plus'];
        expect(await found({ query: 'high', characteristic: ['SPEED:=1Gbps'] })).to.eql(fast);
        expect(await found({ query: 'high', characteristic: ['speed:>0.999Gbps', 'Speed:<=1000Mbps'] })).to.eql(fast);
        expect(await found({ query: 'high', characteristic: ['speed:=1'] })).to.eql(['High-Speed Fibre 1000']);
        expect(await found({ query: 'road', characteristic: ['Term:>=360Days', 'Term:<1Years'] })).to.eql(['Çay Mobile']);
        expect(await found({ characteristic: ['Speed:!=5Mbps'], query: 'odd' })).to.eql(['Odd one']);
        expect(await found({ characteristic: ['Speed:>0Mbps'], query: 'odd' })).to.eql([]);
      });

      it('compares numbers of one attribute across units, and each attribute with its own values alone', async () => {
        const among = async (...characteristic: string[]) => found({ query: 'Sample', characteristic });
        expect(await among('Speed:>50Mbps')).to.eql(['Sample of 1', 'Sample of 100', 'Sample of 100 with latency']);
        expect(await among('Speed:<=50Mbps')).to.eql(['Sample of 50', 'Sample of 9']);
        expect(await among('Latency:>50ms')).to.eql([]);
        expect(await among('Latency:<50ms')).to.eql(['Sample of 100 with latency']);
        expect(await among('Speed:=100Mbps|Latency:<1ms')).to.eql(['Sample of 100', 'Sample of 100 with latency']);
        expect(await among('Speed:=100Mbps', 'Latency:>=5ms')).to.eql(['Sample of 100 with latency']);
      });

      it('shows categories as a tree, in their order, each offering once in each', async () => {
        const { facets } = await engines[engine](asked({}));
        const shapeOf = ({ name, children }: CategoryFacet): object => ({ [name]: children.map(shapeOf) });
        expect(facets.categories.map(shapeOf)).to.eql([{ Mobile: [] }, { Internet: [{ Cable: [] }, { Fibre: [{ Symmetric: [] }] }] }]);
        const ofPlaces = (wanted: Place) =>
          Array.from({ length: 60 }, (_, i) => places[i % places.length]!).filter((some) =>
            some.some(({ id, path }) => id === wanted.id || path.some((above) => above.id === wanted.id)),
          ).length;
        const counts = new Map(facets.categories.flatMap(branch).map(({ id, count }) => [id, count]));
        for (const wanted of [internet, fibre, symmetric, cable, mobile])
          expect(counts.get(wanted.id), wanted.name).to.equal(ofPlaces(wanted));
      });

      it('finds what is in a category or anywhere below it, in one of several, or in each of them', async () => {
        const placed = async (...category: string[]) => {
          const { items } = await engines[engine](asked({ page_size: 100, category }));
          return [...new Set(items.map(({ categories }) => categories.map(({ name }) => name).join(' and ')))].toSorted();
        };
        expect(await placed(fibre.id)).to.eql(['Fibre', 'Fibre and Cable', 'Internet and Symmetric', 'Symmetric and Mobile']);
        expect(await placed(`${symmetric.id}|${cable.id}`)).to.eql([
          'Cable',
          'Fibre and Cable',
          'Internet and Symmetric',
          'Symmetric and Mobile',
        ]);
        expect(await placed(internet.id, mobile.id)).to.eql(['Symmetric and Mobile']);
      });

      it('sorts by the lowest price, those without one last', async () => {
        for (const sort of ['price', '-price'] as const) {
          const { items } = await engines[engine](asked({ sort, page_size: 100 }));
          const lowest = items.map(({ pricing }) =>
            Math.min(...pricing.filter(({ currency }) => currency === 'USD').map(({ value }) => value)),
          );
          const priced = lowest.filter(Number.isFinite);
          expect(priced).to.eql(priced.toSorted((a, b) => (sort === 'price' ? a - b : b - a)));
          expect(lowest.slice(0, priced.length)).to.eql(priced);
          expect(priced.length).to.be.lessThan(lowest.length);
        }
      });

      for (const [sort, total] of [
        ['first_year', 'first_year_total'],
        ['per_month', 'per_month'],
      ] as const) {
        it(`sorts by ${sort}, those that have none in the currency last`, async () => {
          for (const [by, sign] of [
            [sort, 1],
            [`-${sort}`, -1],
          ] as const) {
            const { items } = await engines[engine](asked({ sort: by, currency: 'EUR', page_size: 100 }));
            const all = items.map(({ totals = [] }) => totals.find(({ currency }) => currency === 'EUR')?.[total] ?? null);
            const known = all.filter((one) => one !== null);
            expect(known).to.eql(known.toSorted((a, b) => sign * (a - b)));
            expect(all.slice(0, known.length)).to.eql(known);
            expect(known.length).to.be.within(5, all.length - 5);
          }
        });
      }

      it('sorts by name and by date', async () => {
        const { items } = await engines[engine](asked({ page_size: 100 }));
        const dates = items.map(({ published_at }) => published_at);
        expect(dates).to.eql(dates.toSorted().toReversed());
        const oldest = (await engines[engine](asked({ page_size: 100, sort: 'published_at' }))).items.map(
          ({ published_at }) => published_at,
        );
        expect(oldest).to.eql(oldest.toSorted());
        expect((await found({})).indexOf('Çay Mobile')).to.be.equal(0);
        expect(await found({ sort: '-name' })).to.eql((await found({})).toReversed());
      });

      for (const sort of [
        'relevance',
        'name',
        '-name',
        'price',
        '-price',
        'first_year',
        '-per_month',
        'published_at',
        '-published_at',
      ] as const) {
        it(`shows everything once, in the order of its pages, following cursors by ${sort}`, async () => {
          const query = asked({ sort, page_size: 7, ...(sort === 'relevance' && { query: 'fibre' }) });
          const all = (await engines[engine]({ ...query, page_size: 100 })).items.map(({ id }) => id);
          const seen: string[] = [];
          let cursor: string | undefined;
          do {
            const result: SearchResult = await engines[engine]({ ...query, ...(cursor !== undefined && { cursor }) });
            expect(result).to.include({ total: all.length, page: seen.length / 7 + 1 });
            seen.push(...result.items.map(({ id }) => id));
            cursor = result.next_cursor;
          } while (cursor !== undefined);
          expect(seen).to.eql(all);
        });
      }

      it('pages', async () => {
        const all = await found({ sort: 'price' });
        expect(await found({ sort: 'price', page: 3, page_size: 10 })).to.eql(all.slice(20, 30));
        expect(await found({ page: 100 })).to.eql([]);
      });

      it('shows the span of numbers in the base unit', async () => {
        const { facets } = await engines[engine](asked({ query: 'generated' }));
        const data = facets.attributes.find(({ attribute }) => attribute === 'Data')!;
        expect(data).to.deep.include({ unit_of_measure: 'MB', min: 500_000, max: 500_000 });
        expect(data.values).to.have.length(1);
        expect(data.values[0]).to.deep.include({ value: '0.5', unit_of_measure: 'TB', filter: 'characteristic=Data:=0.5TB' });
        expect(facets.attributes.find(({ attribute }) => attribute === 'Ports')).to.include({ unit_of_measure: 'Unit', min: 1, max: 4 });
        expect(facets.attributes.find(({ attribute }) => attribute === 'Technology')).not.to.have.any.keys('min', 'max', 'unit_of_measure');
      });
    });
  }

  it('shows channels as they are written, each once whatever its case', async () => {
    for (const engine of ['elasticsearch', 'mongodb'] as const) {
      const { channels } = (await engines[engine](asked({}))).facets;
      expect(channels.map(({ channel }) => channel)).to.have.members([
        'Online',
        'Retail',
        'partner',
        'a & b',
        'Türkiye | "Bayi" <1> 100% #😀',
      ]);
    }
  });

  it('relates and suggests alike in both engines', async () => {
    for (const { id: _, ...shape } of (await engines.elasticsearch(asked({ page_size: 10 }))).items) {
      const offering = { id: _, ...shape };
      expect(await relating.mongodb(offering)).to.eql(await relating.elasticsearch(offering));
    }
    for (const q of ['h', 'home fi', 'family', 'mobile', 'fbire']) {
      const { degraded, ...fromMongo } = await suggesting.mongodb({ q, limit: 20 });
      expect(degraded).to.equal(true);
      expect(fromMongo.suggestions.map(({ name }) => name)).to.eql(
        (await suggesting.elasticsearch({ q, limit: 20 })).suggestions.map(({ name }) => name),
      );
    }
  });

  it('goes on with a cursor when the engine changes under it', async () => {
    for (const [sort, one, other] of [
      ['price', 'elasticsearch', 'mongodb'],
      ['first_year', 'elasticsearch', 'mongodb'],
      ['name', 'mongodb', 'elasticsearch'],
      ['relevance', 'elasticsearch', 'mongodb'],
    ] as const) {
      const query = asked({ sort, page_size: 10 });
      const { next_cursor } = await engines[one](query);
      const second = await engines[other]({ ...query, cursor: next_cursor! });
      expect(second.page).to.equal(2);
      expect(second.items).to.have.length(10);
      if (sort !== 'relevance') expect(namesIn(second)).to.eql(namesIn(await engines[one]({ ...query, page: 2 })));
    }
  });

  it('refuses to go on with a ranking of the other engine beyond what pages reach', async () => {
    const query = asked({ sort: 'relevance', query: 'fibre', page_size: 10 });
    for (const [engine, other] of [
      ['elasticsearch', 'mongodb'],
      ['mongodb', 'elasticsearch'],
    ] as const) {
      const far = { value: 1, id: randomUUID(), shown: 9_991 };
      const cursor = cursors.print({ ...far, engine: other }, cursorScope(parseSearchQuery(query, cursors)));
      const refusal = await engines[engine]({ ...query, cursor }).catch((error: unknown) => error);
      expect(refusal).to.deep.include({ code: 'VALIDATION_ERROR', details: { field: 'cursor' } });
      expect(await engines[engine](query)).to.have.property('total');
    }
    expect(await engines.elasticsearch(query), 'the index is still asked').not.to.have.property('degraded');
  });

  it('falls back to MongoDB at once when Elasticsearch fails, and asks it no more until it is healed', async () => {
    let calls = 0;
    const broken = searchInElasticsearch(store.elasticsearch, 'no-such-index');
    const availability = searchAvailability();
    availability.restored();
    const find = search({
      elasticsearch: (query) => {
        calls++;
        return broken(query);
      },
      mongodb: searchInMongodb(documents.collection),
      availability,
      documents,
      cursors,
    });
    expect(await find(asked({}))).to.include({ degraded: true, total: 70 });
    expect(await find(asked({}))).to.include({ degraded: true, total: 70 });
    expect(calls).to.equal(1);
  });
});
