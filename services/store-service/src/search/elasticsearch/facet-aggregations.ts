/** Counts facets in the same request as the search: builds the aggregations and reads their counts from the reply. */
import type { estypes } from '@elastic/elasticsearch';
import {
  type AttributeCount,
  attributeCounts,
  type EngineResult,
  type Filters,
  MAXIMUM_VALUES,
  priceRanges,
  type SearchQuery,
  type ValueCount,
  withoutCategories,
  withoutChannel,
  withoutPrice,
} from '../../rules/index.ts';
import { attributeOf, attributePrefix, parseTerm } from '../../search-index/index.ts';
import { filterQuery } from './filter-query.ts';

type Query = estypes.QueryDslQueryContainer;
type Aggregation = estypes.AggregationsAggregationContainer;
type Aggregations = Record<string, Aggregation>;

/** Counts the offerings that have the words, regardless of the filters. */
export const WITH_WORDS = 'with_words';

/** The request is restricted by the words only, its filters being a post_filter: each facet adds the filters that apply to it. */
export function facetAggregations(query: SearchQuery): Aggregations {
  const conditions = Map.groupBy(facetsUnder(query), ({ filters }) => JSON.stringify(filterQuery(filters, query.currency)));
  const grouped = conditions
    .entries()
    .map(([condition, facets], i): [string, Aggregation] => [
      `group_${i}`,
      { filter: JSON.parse(condition) as Query, aggs: merged(facets.map(({ counts }) => counts)) },
    ]);
  return { [WITH_WORDS]: { filter: { match_all: {} } }, ...Object.fromEntries(grouped) };
}

/** Facets under the same filters are counted together, because finding the offerings that match is most of the cost. */
function facetsUnder({ filters, currency }: SearchQuery): { filters: Filters; counts: Aggregations }[] {
  return [
    { filters: withoutPrice(filters), counts: { [PRICES]: { range: { field: `cents.${currency}`, ranges: [...priceRanges] } } } },
    { filters: withoutChannel(filters), counts: { [CHANNELS]: { terms: { field: 'channel_writings', size: MAXIMUM_VALUES } } } },
    { filters: withoutCategories(filters), counts: { [CATEGORIES]: { terms: { field: 'category_writings', size: MAXIMUM_VALUES } } } },
    ...attributeCounts(filters).map((count, i) => ({ filters: count.filters, counts: valueCounts(count, i) })),
  ];
}

const merged = (parts: Aggregations[]): Aggregations => Object.assign({}, ...parts) as Aggregations;

const PRICES = 'prices';
const CHANNELS = 'channels';
const CATEGORIES = 'categories';
const valuesName = (i: number): string => `values_${i}`;
const writingsName = (i: number): string => `writings_${i}`;

/** Counts the offerings of each value; the second aggregation only collects the ways in which values are written. */
const valueCounts = (count: AttributeCount, i: number): Aggregations => ({
  [valuesName(i)]: { terms: { field: 'values', size: MAXIMUM_VALUES, ...selection(count) } },
  [writingsName(i)]: { terms: { field: 'writings', size: MAXIMUM_VALUES, ...selection(count) } },
});

function selection({ only, except }: AttributeCount): { include?: string; exclude?: string } {
  if (only !== undefined) return { include: withPrefix([only]) };
  return except.length > 0 ? { exclude: withPrefix(except) } : {};
}

/** The pattern stays short, however long the names of the attributes are. */
const withPrefix = (attributes: string[]): string => `(${attributes.map(attributePrefix).join('|')}).*`;

type Bucket = { key: string; doc_count: number };
export type FacetReply = { doc_count: number } & Record<string, { buckets: Bucket[] }>;

type FacetCounts = Pick<EngineResult, 'priceCounts' | 'channels' | 'categories' | 'values'>;

export function facetCounts(aggregations: Record<string, FacetReply>, { filters }: SearchQuery): FacetCounts {
  const facets = Object.assign({}, ...Object.values(aggregations)) as FacetReply;
  const bucketsOf = (name: string): Bucket[] => facets[name]?.buckets ?? [];
  return {
    priceCounts: bucketsOf(PRICES).map(({ doc_count }) => doc_count),
    channels: bucketsOf(CHANNELS).map(written),
    categories: bucketsOf(CATEGORIES).map(written),
    values: attributeCounts(filters).flatMap((count, i) =>
      valuesIn({ values: bucketsOf(valuesName(i)), writings: bucketsOf(writingsName(i)) }, count),
    ),
  };
}

const written = ({ key, doc_count }: Bucket) => ({ written: key, count: doc_count });

/** A value is shown in the alphabetically first way it is written; other attributes that share the prefix are dropped here. */
function valuesIn({ values, writings }: Record<'values' | 'writings', Bucket[]>, { only, except }: AttributeCount): ValueCount[] {
  const first = new Map<string, string>();
  for (const { bucket, written } of writings.map(({ key }) => parseTerm(key))) {
    const known = first.get(bucket);
    if (known === undefined || written < known) first.set(bucket, written);
  }
  const isWanted = (attribute: string): boolean => (only === undefined ? !except.includes(attribute) : attribute === only);
  return values.flatMap(({ key, doc_count }) => {
    const { bucket } = parseTerm(key);
    const written = first.get(bucket);
    return written !== undefined && isWanted(attributeOf(bucket)) ? [{ written, count: doc_count }] : [];
  });
}
