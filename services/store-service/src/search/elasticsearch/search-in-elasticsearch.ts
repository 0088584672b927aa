/** Searches in Elasticsearch: one request returns the total, a page of ids, and all facets. */
import { Rejection } from '@catalog/contracts';
import type { Client, estypes } from '@elastic/elasticsearch';
import { type EngineResult, isCorrectable, pageStart, type SearchEngine, type SearchQuery, sortFieldOf } from '../../rules/index.ts';
import { facetAggregations, facetCounts, type FacetReply, WITH_WORDS } from './facet-aggregations.ts';
import { filterQuery } from './filter-query.ts';
import { exactWordQueries, similarWordQueries } from './word-queries.ts';

type Query = estypes.QueryDslQueryContainer;

const LIMIT_MS = 2_000;
/** Elasticsearch ends a longer search by itself, so that it is not taken for unavailable. */
const SEARCH_LIMIT_MS = 1_500;
const NAME_PREFIX_BOOST = 2;

/** If no offering has the words, a second request searches for similar ones. */
export const searchInElasticsearch =
  (client: Client, index: string): SearchEngine =>
  async (query) => {
    const { words } = query.filters;
    const run = async (wordQuery: Query): Promise<Reply> => {
      const request = { index, ...requestFor(query), query: wordQuery, timeout: `${SEARCH_LIMIT_MS}ms` };
      const reply = await client.search<unknown, Record<string, FacetReply>>(request, { requestTimeout: LIMIT_MS, maxRetries: 0 });
      if (!reply.timed_out) return reply;
      throw new Rejection('SERVICE_UNAVAILABLE', 'This search takes too long: ask for less, or try again');
    };
    const hasWords = words.length > 0;
    const exact = await run(hasWords ? ranked(words, { filter: exactWordQueries('words', words), by: exactWords }) : { match_all: {} });
    const isKnown = !hasWords || exact.aggregations?.[WITH_WORDS]?.doc_count !== 0;
    if (isKnown || !isCorrectable(words)) return resultOf(exact, query);
    const similar = await run(ranked(words, { filter: similarWordQueries('words', words), by: similarWords }));
    return { ...resultOf(similar, query), approximate: true };
  };

function requestFor(query: SearchQuery): estypes.SearchRequest {
  const { filters, sort } = query;
  const start = pageStart(query, 'elasticsearch');
  return {
    post_filter: filterQuery(filters, query.currency),
    aggs: facetAggregations(query),
    sort: sortOf(query),
    size: query.limit,
    ...('after' in start ? { search_after: [start.after.value, start.after.id] } : { from: start.offset }),
    _source: false,
    track_total_hits: true,
    track_scores: sort === 'relevance',
  };
}

/** The filter decides which offerings are found; the text fields only rank them, by the field that has most of the words. */
const ranked = (words: string[], { filter, by }: { filter: Query[]; by: typeof exactWords | typeof similarWords }): Query => ({
  bool: {
    filter,
    should: [
      { multi_match: { query: words.join(' '), type: 'best_fields', tie_breaker: 0.3, ...by } },
      { constant_score: { filter: { prefix: { name_words: words.at(-1) ?? '' } }, boost: NAME_PREFIX_BOOST } },
    ],
  },
});

const exactWords = { fields: ['name^4', 'specifications^2', 'characteristics_text^2', 'description', 'text'] };

/** The same number of edits as `maximumEdits`. Fewer fields, because each similar word costs as much per field as a word of the query. */
const similarWords = { fields: ['name^4', 'text'], fuzziness: 'AUTO:4,8', max_expansions: 10 };

function sortOf({ sort, currency }: SearchQuery): estypes.Sort {
  if (sort === 'relevance') return [{ _score: { order: 'desc' } }, { id: 'asc' }];
  const { field, direction } = sortFieldOf(sort, currency);
  return [{ [field]: direction }, { id: 'asc' }];
}

type Reply = estypes.SearchResponse<unknown, Record<string, FacetReply>>;

const resultOf = ({ hits, aggregations = {} }: Reply, query: SearchQuery): EngineResult => ({
  total: (hits.total as estypes.SearchTotalHits).value,
  hits: hits.hits.map(({ _id, sort }) => ({ id: _id as string, value: sort?.[0] as string | number })),
  ...facetCounts(aggregations, query),
});
