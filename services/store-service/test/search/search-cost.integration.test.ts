import { Rejection } from '@catalog/contracts';
import type { Client } from '@elastic/elasticsearch';
import { expect } from 'chai';
import type { SearchResult, StoreQuery } from '../../src/api.ts';
import { publishedOfferings } from '../../src/documents/index.ts';
import { signedCursors } from '../../src/rules/index.ts';
import { searchAvailability, searchIndex } from '../../src/search-index/index.ts';
import { search, searchInElasticsearch, searchInMongodb } from '../../src/search/index.ts';
import { commonWords, largeCatalog } from '../support/large-catalog.ts';
import { createStoreDatabase, type StoreDatabase } from '../support/store-database.ts';

const OFFERINGS = 40;

/** The most a search may cost, as a multiple of a plain search; the README has the measured values. */
const WORST = { requests: 2, terms: 100, facets: 20, queries: 5, processor: 10 };

const asked = (query: Partial<StoreQuery>): StoreQuery => ({ page: 1, page_size: 100, currency: 'USD', ...query });
const mistyped = (word: string): string => `${word.slice(0, 3)}x${word.slice(4)}`;

const plain = asked({ query: 'fibre' });
const worst: Record<string, { query: StoreQuery; total: number }> = {
  'one mistyped word twenty times': { query: asked({ query: Array.from({ length: 20 }, () => 'fibrx').join(' ') }), total: OFFERINGS },
  'as many mistyped words as are corrected': { query: asked({ query: commonWords.map(mistyped).join(' ') }), total: OFFERINGS },
  'more words than are corrected': {
    query: asked({ query: Array.from({ length: 20 }, (_, i) => `xqvw${'abcdefghijklmnopqrst'[i]}zkw`).join(' ') }),
    total: 0,
  },
  'every filter there may be': {
    query: asked({
      query: commonWords.join(' '),
      min_price: 1,
      max_price: 2_000,
      channel: 'online',
      sort: 'price',
      characteristic: Array.from({ length: 20 }, (_, i) => (i < 10 ? `A${i}:>=0Mbps|A${i + 20}:!=51Mbps` : `A${i}:<=1Gbps`)),
    }),
    total: OFFERINGS,
  },
};

type Cost = { requests: number; terms: number; facets: number; queries: number; processor: number };

/** Terms an engine may have to look up for a query, at most. */
function termsIn(query: unknown): number {
  if (typeof query !== 'object' || query === null) return 0;
  return Object.entries(query).reduce(
    (sum, [name, inner]: [string, unknown]) => sum + (termsOf[name]?.(inner as never) ?? termsIn(inner)),
    0,
  );
}
const termsOf: Record<string, (inner: never) => number> = {
  term: () => 1,
  prefix: () => 1,
  range: () => 1,
  fuzzy: (inner: Record<string, { max_expansions: number }>) => Object.values(inner)[0]!.max_expansions,
  multi_match: ({
    query,
    fields,
    fuzziness,
    max_expansions = 50,
  }: {
    query: string;
    fields: string[];
    fuzziness?: string;
    max_expansions?: number;
  }) => query.split(' ').length * fields.length * (fuzziness === undefined ? 1 : max_expansions),
};

const isTooLong = (result: unknown): boolean => result instanceof Rejection && result.code === 'SERVICE_UNAVAILABLE';

describe('The cost of a search', function () {
  let store: StoreDatabase, cost: Cost;
  const find = {} as Record<'elasticsearch' | 'mongodb', (query: StoreQuery) => Promise<SearchResult>>;

  before(async () => {
    store = await createStoreDatabase();
    const documents = publishedOfferings(store.database);
    const index = searchIndex(store.elasticsearch, store.alias);
    await index.ensure(async () => undefined);
    const stored = largeCatalog(OFFERINGS);
    await documents.writeAll(stored);
    expect(await index.put(stored)).to.eql([]);
    await store.refreshIndex();
    const elasticsearch = new Proxy(store.elasticsearch, {
      get: (client, name) =>
        name !== 'search'
          ? (Reflect.get(client, name) as unknown)
          : (...parameters: Parameters<Client['search']>) => {
              const request = parameters[0] as { query: unknown; post_filter: unknown; aggs: object };
              cost.requests += 1;
              cost.terms += termsIn([request.query, request.post_filter]);
              cost.facets += Object.keys(request.aggs).length;
              return client.search(...parameters);
            },
    });
    const collection = new Proxy(documents.collection, {
      get(target, name) {
        const found = Reflect.get(target, name) as unknown;
        if (typeof found !== 'function') return found;
        return (...parameters: unknown[]) => {
          cost.queries += 1;
          return (found as (...all: unknown[]) => unknown).apply(target, parameters);
        };
      },
    });
    const [usable, lost] = [searchAvailability(), searchAvailability()];
    usable.restored();
    const needs = {
      elasticsearch: searchInElasticsearch(elasticsearch, store.alias),
      mongodb: searchInMongodb(collection),
      documents,
      cursors: signedCursors('of the tests'),
    };
    find.elasticsearch = search({ ...needs, availability: usable });
    find.mongodb = search({ ...needs, availability: lost });
  });
  after(() => store.drop());

  async function costOf(engine: keyof typeof find, query: StoreQuery, total: number): Promise<Cost> {
    const processor: number[] = [];
    for (let round = 0; round < 3; round++) {
      cost = { requests: 0, terms: 0, facets: 0, queries: 0, processor: 0 };
      const before = process.cpuUsage();
      const result = await find[engine](query).catch((error: unknown) => error);
      const used = process.cpuUsage(before);
      processor.push(used.user + used.system);
      // On a busy machine a search that reads all offerings again and again may come to its limit, and says so.
      if (!isTooLong(result)) expect(result).to.include({ total });
    }
    return { ...cost, processor: processor.toSorted((a, b) => a - b)[1]! };
  }

  for (const engine of ['elasticsearch', 'mongodb'] as const) {
    it(`is bounded in ${engine}, whatever is asked`, async () => {
      const own = await costOf(engine, plain, OFFERINGS);
      for (const [name, { query, total }] of Object.entries(worst)) {
        const other = await costOf(engine, query, total);
        for (const [what, most] of Object.entries(WORST) as [keyof Cost, number][]) {
          expect(other[what], `${what} of ${name}, in place of ${own[what]}`).to.be.at.most(most * own[what]);
        }
      }
    });
  }
});
