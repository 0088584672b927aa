/** Facets as Elasticsearch counts them, in the same request as the search: what it is asked, and what its answer says. */
import type { estypes } from '@elastic/elasticsearch';
import {
  type AttributeCount, attributeCounts, type Filters, type Found, MAXIMUM_VALUES, priceRanges, type SearchQuery,
  type ValueCount, withoutChannel, withoutPrice,
} from '../../rules/index.ts';
import { attributeOf, markOf, readKey } from '../../search-index/index.ts';
import { conditionOf } from './filter-query.ts';

type Query = estypes.QueryDslQueryContainer;
type Aggregation = estypes.AggregationsAggregationContainer;
type Aggregations = Record<string, Aggregation>;

/** How many offerings have the words at all, whatever the filters. */
export const WITH_WORDS = 'with_words';

/** The words already narrow the whole request: facets only add the other filters, which post_filter keeps from them. */
export function aggregations(query: SearchQuery): Aggregations {
  const conditions = Map.groupBy(facetsUnder(query), ({ filters }) => JSON.stringify(conditionOf(filters, query.currency)));
  const grouped = conditions.entries().map(([condition, facets], i): [string, Aggregation] =>
    [`group_${i}`, { filter: JSON.parse(condition) as Query, aggs: Object.assign({}, ...facets.map(({ counts }) => counts)) as Aggregations }]);
  return { [WITH_WORDS]: { filter: { match_all: {} } }, ...Object.fromEntries(grouped) };
}

/** Those under the same filters are counted together: most of what they cost is to see which offerings pass. */
function facetsUnder({ filters, currency }: SearchQuery): { filters: Filters; counts: Aggregations }[] {
  return [
    { filters: withoutPrice(filters), counts: { [PRICES]: { range: { field: `cents.${currency}`, ranges: [...priceRanges] } } } },
    { filters: withoutChannel(filters), counts: { [CHANNELS]: { terms: { field: 'channel_writings', size: MAXIMUM_VALUES } } } },
    ...attributeCounts(filters).map((count, i) => ({ filters: count.filters, counts: valueCounts(count, i) })),
  ];
}

const PRICES = 'prices';
const CHANNELS = 'channels';
const valuesName = (i: number): string => `values_${i}`;
const writingsName = (i: number): string => `writings_${i}`;

/** Each value with its offerings, and beside them all ways in which these write it. */
const valueCounts = (count: AttributeCount, i: number): Aggregations => ({
  [valuesName(i)]: { terms: { field: 'values', size: MAXIMUM_VALUES, ...selection(count) } },
  [writingsName(i)]: { terms: { field: 'writings', size: MAXIMUM_VALUES, ...selection(count) } },
});

function selection({ only, except }: AttributeCount): { include?: string; exclude?: string } {
  if (only !== undefined) return { include: beginningWith([only]) };
  return except.length > 0 ? { exclude: beginningWith(except) } : {};
}

/** A pattern of few letters, however long the attributes' names are. */
const beginningWith = (attributes: string[]): string => `(${attributes.map(markOf).join('|')}).*`;

type Bucket = { key: string; doc_count: number };
export type FacetReply = { doc_count: number } & Record<string, { buckets: Bucket[] }>;

export function countsIn(aggregations: Record<string, FacetReply>, { filters }: SearchQuery): Pick<Found, 'priceCounts' | 'channels' | 'values'> {
  const facets = Object.assign({}, ...Object.values(aggregations)) as FacetReply;
  const bucketsOf = (name: string): Bucket[] => facets[name]?.buckets ?? [];
  return {
    priceCounts: bucketsOf(PRICES).map(({ doc_count }) => doc_count),
    channels: bucketsOf(CHANNELS).map(({ key, doc_count }) => ({ written: key, count: doc_count })),
    values: attributeCounts(filters).flatMap((count, i) =>
      valuesIn({ values: bucketsOf(valuesName(i)), writings: bucketsOf(writingsName(i)) }, count)),
  };
}

/** The first way of writing stands for the others; attributes that share a mark are told apart here. */
function valuesIn({ values, writings }: Record<'values' | 'writings', Bucket[]>, { only, except }: AttributeCount): ValueCount[] {
  const first = new Map<string, string>();
  for (const { bucket, written } of writings.map(({ key }) => readKey(key))) {
    const known = first.get(bucket);
    if (known === undefined || written < known) first.set(bucket, written);
  }
  const isMeant = (attribute: string): boolean => (only === undefined ? !except.includes(attribute) : attribute === only);
  return values.flatMap(({ key, doc_count }) => {
    const { bucket } = readKey(key);
    const written = first.get(bucket);
    return written !== undefined && isMeant(attributeOf(bucket)) ? [{ written, count: doc_count }] : [];
  });
}
