/** Searches in Elasticsearch: one request gives the total, one page of ids, and all facets. */
import type { Client, estypes } from '@elastic/elasticsearch';
import type { Comparison } from './characteristic-filter.ts';
import { type AttributeCount, attributeCounts, priceRanges, withoutChannel, withoutPrice } from './facets.ts';
import { type Found, MAXIMUM_CHANNELS, MAXIMUM_VALUES, orderOf, type SearchEngine, type ValueCount } from './search-engine.ts';
import { quantityKey } from './search-fields.ts';
import { approximately, exactly, isCorrectable } from './words-in-elasticsearch.ts';
import type { Filters, PriceFilter, SearchQuery } from './search-query.ts';
import { attributeOf, markOf, readKey } from './value-keys.ts';

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
  if (isKnown || !isCorrectable(words)) return foundIn(exact, query);
  return { ...foundIn(await ask(ranked(words, { filter: approximately('words', words), fuzziness: FUZZINESS })), query), approximate: true };
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
      ...(price ? [{ range: { [`cents.${currency}`]: between(price) } }] : []),
      ...(channel === undefined ? [] : [{ term: { channels: channel } }]),
      ...characteristics.map((alternatives) => ({ bool: { should: alternatives.map(characteristicCondition), minimum_should_match: 1 } })),
    ],
  },
});

const between = ({ from, to }: PriceFilter) => ({ gte: from, lte: to });

const characteristicCondition = (one: Comparison): Query => ({
  nested: { path: 'characteristics', query: { bool: { filter: [{ term: { 'characteristics.attribute': one.attribute } }, comparison(one)] } } },
});

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
  const counts = attributeCounts(filters).map((count, i): [string, Aggregation] => [
    nameOf(i), { filter: conditionOf(count.filters, currency), aggs: valueCounts(count) },
  ]);
  return {
    [WITH_WORDS]: { filter: { match_all: {} } },
    prices: {
      filter: conditionOf(withoutPrice(filters), currency),
      aggs: { ranges: { range: { field: `cents.${currency}`, ranges: [...priceRanges] } } },
    },
    channels: {
      filter: conditionOf(withoutChannel(filters), currency),
      aggs: { terms: { terms: { field: 'channels', size: MAXIMUM_CHANNELS } } },
    },
    ...Object.fromEntries(counts),
  };
}

const nameOf = (i: number): string => `values_${i}`;

/** Each value with its offerings, and beside them all ways in which these write it. */
const valueCounts = (count: AttributeCount): Aggregations => ({
  values: { terms: { field: 'values', size: MAXIMUM_VALUES, ...selection(count) } },
  writings: { terms: { field: 'writings', size: MAXIMUM_VALUES, ...selection(count) } },
});

function selection({ only, except }: AttributeCount): { include?: string; exclude?: string } {
  if (only !== undefined) return { include: beginningWith([only]) };
  return except.length > 0 ? { exclude: beginningWith(except) } : {};
}

/** A pattern of few letters, however long the attributes' names are. */
const beginningWith = (attributes: string[]): string => `(${attributes.map(markOf).join('|')}).*`;

type Buckets = { buckets: { key: string; doc_count: number }[] };
type FacetReply = { doc_count: number; ranges: Buckets; terms: Buckets; values: Buckets; writings: Buckets };
type Replied = estypes.SearchResponse<unknown, Record<string, FacetReply>>;

function foundIn({ hits, aggregations = {} }: Replied, { filters }: SearchQuery): Found {
  return {
    total: (hits.total as estypes.SearchTotalHits).value,
    hits: hits.hits.map(({ _id, sort }) => ({ id: _id as string, value: sort?.[0] as string | number })),
    priceCounts: aggregations['prices']?.ranges.buckets.map(({ doc_count }) => doc_count) ?? [],
    channels: aggregations['channels']?.terms.buckets.map(({ key, doc_count }) => ({ channel: key, count: doc_count })) ?? [],
    values: attributeCounts(filters).flatMap((count, i) => valuesIn(aggregations[nameOf(i)], count)),
  };
}

/** The first way of writing stands for the others; attributes that share a mark are told apart here. */
function valuesIn(reply: FacetReply | undefined, { only, except }: AttributeCount): ValueCount[] {
  const first = new Map<string, string>();
  for (const { bucket, written } of reply?.writings.buckets.map(({ key }) => readKey(key)) ?? []) {
    const known = first.get(bucket);
    if (known === undefined || written < known) first.set(bucket, written);
  }
  const isMeant = (attribute: string): boolean => (only === undefined ? !except.includes(attribute) : attribute === only);
  return (reply?.values.buckets ?? []).flatMap(({ key, doc_count }) => {
    const { bucket } = readKey(key);
    const written = first.get(bucket);
    return written !== undefined && isMeant(attributeOf(bucket)) ? [{ written, count: doc_count }] : [];
  });
}
