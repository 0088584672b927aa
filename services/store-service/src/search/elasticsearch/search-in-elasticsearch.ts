/** Searches in Elasticsearch: one request gives the total, one page of ids, and all facets. */
import { Rejection } from '@catalog/contracts';
import type { Client, estypes } from '@elastic/elasticsearch';
import { beginningOf, type Found, isCorrectable, orderOf, type SearchEngine, type SearchQuery } from '../../rules/index.ts';
import { aggregations, countsIn, type FacetReply, WITH_WORDS } from './facet-aggregations.ts';
import { conditionOf } from './filter-query.ts';
import { approximately, exactly } from './word-queries.ts';

type Query = estypes.QueryDslQueryContainer;

const LIMIT_MS = 2_000;
/** Elasticsearch itself ends what takes longer, before it looks as if it were gone. */
const WORK_LIMIT_MS = 1_500;
const NAME_PREFIX_BOOST = 2;

/** Words that no offering has are searched for once more, as what they may have been meant to be. */
export const searchInElasticsearch = (client: Client, index: string): SearchEngine => async (query) => {
  const { words } = query.filters;
  const ask = async (condition: Query): Promise<Replied> => {
    const request = { index, ...requestFor(query), query: condition, timeout: `${WORK_LIMIT_MS}ms` };
    const reply = await client.search<unknown, Record<string, FacetReply>>(request, { requestTimeout: LIMIT_MS, maxRetries: 0 });
    if (!reply.timed_out) return reply;
    throw new Rejection('SERVICE_UNAVAILABLE', 'This search takes too long: ask for less, or try again');
  };
  const exact = await ask(words.length === 0 ? { match_all: {} } : ranked(words, { filter: exactly('words', words), by: exactWords }));
  const isKnown = words.length === 0 || exact.aggregations?.[WITH_WORDS]?.doc_count !== 0;
  if (isKnown || !isCorrectable(words)) return foundIn(exact, query);
  return { ...foundIn(await ask(ranked(words, { filter: approximately('words', words), by: similarWords })), query), approximate: true };
};

function requestFor(query: SearchQuery): estypes.SearchRequest {
  const { filters, sort } = query;
  const beginning = beginningOf(query, 'elasticsearch');
  return {
    post_filter: conditionOf(filters, query.currency),
    aggs: aggregations(query),
    sort: orderIn(query),
    size: query.limit,
    ...('after' in beginning ? { search_after: [beginning.after.value, beginning.after.id] } : { from: beginning.offset }),
    _source: false,
    track_total_hits: true,
    track_scores: sort === 'relevance',
  };
}

/** Which offerings is decided by the words as such; the text fields only rank them, best the one that has most of the words. */
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

/** Near as `toleranceOf` has it. Each field and each word that is near costs as much as a word that is searched for. */
const similarWords = { fields: ['name^4', 'text'], fuzziness: 'AUTO:4,8', max_expansions: 10 };

function orderIn({ sort, currency }: SearchQuery): estypes.Sort {
  if (sort === 'relevance') return [{ _score: { order: 'desc' } }, { id: 'asc' }];
  const { field, direction } = orderOf(sort, currency);
  return [{ [field]: direction }, { id: 'asc' }];
}

type Replied = estypes.SearchResponse<unknown, Record<string, FacetReply>>;

const foundIn = ({ hits, aggregations: counted = {} }: Replied, query: SearchQuery): Found => ({
  total: (hits.total as estypes.SearchTotalHits).value,
  hits: hits.hits.map(({ _id, sort }) => ({ id: _id as string, value: sort?.[0] as string | number })),
  ...countsIn(counted, query),
});
