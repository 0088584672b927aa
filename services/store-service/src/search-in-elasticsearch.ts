/** Searches in Elasticsearch: one request gives the total, one page of ids, and all facets. */
import type { Client, estypes } from '@elastic/elasticsearch';
import type { Comparison } from './characteristic-filter.ts';
import { type AttributeCount, attributeCounts, priceRanges, withoutChannel, withoutPrice } from './facets.ts';
import { type Found, MAXIMUM_CHANNELS, MAXIMUM_VALUES, orderOf, type SearchEngine } from './search-engine.ts';
import { quantityKey } from './search-fields.ts';
import { approximately, exactly, isCorrectable } from './words-in-elasticsearch.ts';
import type { Filters, PriceFilter, SearchQuery } from './search-query.ts';

type Query = estypes.QueryDslQueryContainer;
type Aggregation = estypes.AggregationsAggregationContainer;
type Aggregations = Record<string, Aggregation>;

const LIMIT_MS = 1_000;
/** As `toleranceOf` has it. */
const FUZZINESS = 'AUTO:4,8';
const NAME_PREFIX_BOOST = 2;
const WITH_WORDS = 'with_words';

/** Words that no offering has are searched for once more, as what they may have been meant to be. */
export const searchInElasticsearch = (client: Client, index: string): SearchEngine => async (query) => {
  const { words } = query.filters;
  const ask = (condition: Query) => client.search<unknown, Record<string, FacetReply>>({
    index, ...requestFor(query), query: condition,
  }, { requestTimeout: LIMIT_MS, maxRetries: 0 });
  const exact = await ask(words.length === 0 ? { match_all: {} } : ranked(words, { filter: exactly('words', words), fuzziness: 0 }));
  const isKnown = words.length === 0 || exact.aggregations?.[WITH_WORDS]?.doc_count !== 0;
  if (isKnown || !isCorrectable(words)) return foundIn(exact);
  return { ...foundIn(await ask(ranked(words, { filter: approximately('words', words), fuzziness: FUZZINESS }))), approximate: true };
};

function requestFor(query: SearchQuery): estypes.SearchRequest {
  const { filters, sort, after } = query;
  const continues = after !== undefined && (sort !== 'relevance' || after.engine === 'elasticsearch');
  return {
    post_filter: conditionOf(filters, query.currency),
    aggs: aggregations(query),
    sort: orderIn(query),
    size: query.limit,
    ...(continues ? { search_after: [after.value, after.id] } : { from: query.offset }),
    _source: false,
    track_total_hits: true,
    track_scores: sort === 'relevance',
  };
}

/** Which offerings is decided by the words as such; the text fields only rank them, best the one that has most of the words. */
const ranked = (words: string[], { filter, fuzziness }: { filter: Query[]; fuzziness: string | number }): Query => ({
  bool: {
    filter,
    should: [
      {
        multi_match: {
          query: words.join(' '), type: 'best_fields', tie_breaker: 0.3,
          fields: ['name^4', 'specifications^2', 'characteristics_text^2', 'description', 'text'],
          fuzziness,
        },
      },
      { constant_score: { filter: { prefix: { name_words: words.at(-1) ?? '' } }, boost: NAME_PREFIX_BOOST } },
    ],
  },
});

const conditionOf = ({ price, channel, characteristics }: Filters, currency: string): Query => ({
  bool: {
    filter: [
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
function aggregations({ filters, currency }: SearchQuery): Aggregations {
  const counts = attributeCounts(filters).map((count, i): [string, Aggregation] => [`values_${i}`, {
    filter: conditionOf(count.filters, currency),
    aggs: { nested: { nested: { path: 'characteristics' }, aggs: { own: valueCounts(count) } } },
  }]);
  return {
    [WITH_WORDS]: { filter: { match_all: {} } },
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
type FacetReply = { doc_count: number; own: Buckets; nested: { own: { buckets: Buckets } } };

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
