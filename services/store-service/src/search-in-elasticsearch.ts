/** Searches in Elasticsearch: one request gives the total, one page of ids, and all facets. */
import type { Client, estypes } from '@elastic/elasticsearch';
import type { Comparison } from './characteristic-filter.ts';
import { type AttributeCount, attributeCounts, priceRanges, withoutChannel, withoutPrice } from './facets.ts';
import { type Found, MAXIMUM_CHANNELS, MAXIMUM_VALUES, orderOf, type SearchEngine } from './search-engine.ts';
import { quantityKey } from './search-fields.ts';
import type { Filters, PriceFilter, SearchQuery } from './search-query.ts';

type Query = estypes.QueryDslQueryContainer;
type Aggregation = estypes.AggregationsAggregationContainer;
type Aggregations = Record<string, Aggregation>;

const LIMIT_MS = 1_000;
const NAME_BOOST = 4;

export const searchInElasticsearch = (client: Client, index: string): SearchEngine => async (query) => {
  const { filters, sort, after } = query;
  const continues = after !== undefined && (sort !== 'relevance' || after.engine === 'elasticsearch');
  const response = await client.search<unknown, Record<string, FacetReply>>({
    index,
    query: ranked(filters.words),
    post_filter: conditionOf({ ...filters, words: [] }, query.currency),
    aggs: aggregations(query),
    sort: orderIn(query),
    size: query.limit,
    ...(continues ? { search_after: [after.value, after.id] } : { from: query.offset }),
    _source: false,
    track_total_hits: true,
    track_scores: sort === 'relevance',
  }, { requestTimeout: LIMIT_MS, maxRetries: 0 });
  return foundIn(response);
};

/** Which offerings is decided by the words as such; the text fields only rank them. */
function ranked(words: string[]): Query {
  if (words.length === 0) return { match_all: {} };
  const text = words.join(' ');
  return {
    bool: {
      filter: wordConditions(words),
      should: [{ match: { name: { query: text, boost: NAME_BOOST } } }, { match: { text } }],
    },
  };
}

const wordConditions = (words: string[]): Query[] => [
  ...words.slice(0, -1).map((word) => ({ term: { words: word } })),
  ...words.slice(-1).map((beginning) => ({ prefix: { words: beginning } })),
];

const conditionOf = ({ words, price, channel, characteristics }: Filters, currency: string): Query => ({
  bool: {
    filter: [
      ...wordConditions(words),
      ...(price ? [nested('prices', [{ term: { 'prices.currency': currency } }, { range: { 'prices.cents': between(price) } }])] : []),
      ...(channel === undefined ? [] : [{ term: { channels: channel } }]),
      ...characteristics.map((alternatives) => ({ bool: { should: alternatives.map(characteristicCondition), minimum_should_match: 1 } })),
    ],
  },
});

const nested = (path: string, filter: Query[]): Query => ({ nested: { path, query: { bool: { filter } } } });

const between = ({ from, to }: PriceFilter) => ({ gte: from, lte: to });

const characteristicCondition = (one: Comparison): Query =>
  nested('characteristics', [{ term: { 'characteristics.attribute': one.attribute } }, comparison(one)]);

function comparison({ operator, operand }: Comparison): Query {
  if (operand.kind === 'text') return comparedBy('text', operator, operand.text);
  if (operand.kind === 'number') return comparedBy('own_number', operator, operand.number);
  const { dimension, number } = operand.quantity;
  if (operator === '=' || operator === '!=') return comparedBy('quantity', operator, quantityKey(operand.quantity));
  return { bool: { filter: [{ term: { 'characteristics.dimension': dimension } }, comparedBy('number', operator, number)] } };
}

const bounds = { '>': 'gt', '>=': 'gte', '<': 'lt', '<=': 'lte' } as const;

function comparedBy(name: string, operator: Comparison['operator'], value: string | number): Query {
  const field = `characteristics.${name}`;
  if (operator === '=') return { term: { [field]: value } };
  if (operator === '!=') return { bool: { must_not: [{ term: { [field]: value } }] } };
  return { range: { [field]: { [bounds[operator]]: value } } };
}

function orderIn({ sort, currency }: SearchQuery): estypes.Sort {
  if (sort === 'relevance') return [{ _score: { order: 'desc' } }, { id: 'asc' }];
  const { field, direction } = orderOf(sort, currency);
  return [{ [field]: direction }, { id: 'asc' }];
}

/** The words already narrow the whole request: facets only add the other filters, which post_filter keeps from them. */
function aggregations({ filters: { words: _, ...others }, currency }: SearchQuery): Aggregations {
  const filters = { ...others, words: [] };
  const counts = attributeCounts(filters).map((count, i): [string, Aggregation] => [`values_${i}`, {
    filter: conditionOf(count.filters, currency),
    aggs: { nested: { nested: { path: 'characteristics' }, aggs: { own: valueCounts(count) } } },
  }]);
  return {
    prices: {
      filter: conditionOf(withoutPrice(filters), currency),
      aggs: { nested: { nested: { path: 'prices' }, aggs: { own: priceCounts(currency) } } },
    },
    channels: {
      filter: conditionOf(withoutChannel(filters), currency),
      aggs: { own: { terms: { field: 'channels', size: MAXIMUM_CHANNELS } } },
    },
    ...Object.fromEntries(counts),
  };
}

const OFFERINGS: Aggregations = { offerings: { reverse_nested: {} } };

const priceCounts = (currency: string): Aggregation => ({
  filter: { term: { 'prices.currency': currency } },
  aggs: { buckets: { range: { field: 'prices.cents', ranges: [...priceRanges] }, aggs: OFFERINGS } },
});

const valueCounts = ({ only, except }: AttributeCount): Aggregation => ({
  filter: only === undefined
    ? { bool: { must_not: [{ terms: { 'characteristics.attribute': except } }] } }
    : { term: { 'characteristics.attribute': only } },
  aggs: {
    buckets: {
      terms: { field: 'characteristics.bucket', size: MAXIMUM_VALUES },
      aggs: { ...OFFERINGS, written: { terms: { field: 'characteristics.written', size: 1, order: { _key: 'asc' } } } },
    },
  },
});

type Bucket = { key: string; doc_count: number; offerings: { doc_count: number }; written: { buckets: { key: string }[] } };
type Buckets = { buckets: Bucket[] };
type FacetReply = { own: Buckets; nested: { own: { buckets: Buckets } } };

function foundIn({ hits, aggregations = {} }: estypes.SearchResponse<unknown, Record<string, FacetReply>>): Found {
  const nestedBuckets = (name: string): Bucket[] => aggregations[name]?.nested.own.buckets.buckets ?? [];
  return {
    total: (hits.total as estypes.SearchTotalHits).value,
    hits: hits.hits.map(({ _id, sort }) => ({ id: _id as string, value: sort?.[0] as string | number })),
    priceCounts: nestedBuckets('prices').map((bucket) => bucket.offerings.doc_count),
    channels: (aggregations['channels']?.own.buckets ?? []).map(({ key, doc_count }) => ({ channel: key, count: doc_count })),
    values: Object.keys(aggregations).filter((name) => name.startsWith('values_')).flatMap(nestedBuckets).map((bucket) => ({
      written: bucket.written.buckets[0]?.key ?? '',
      count: bucket.offerings.doc_count,
    })),
  };
}
