/** Finds the names to suggest in Elasticsearch. */
import type { Client, estypes } from '@elastic/elasticsearch';
import { isCorrectable } from '../../rules/index.ts';
import type { FoundNames, NamesQuery, SuggestEngine } from '../suggest.ts';
import { exactWordQueries, similarWordQueries } from './word-queries.ts';

const LIMIT_MS = 1_000;

export const suggestInElasticsearch = (client: Client, index: string): SuggestEngine => {
  async function ids(query: NamesQuery, filter: estypes.QueryDslQueryContainer[]): Promise<string[]> {
    const { hits } = await client.search(
      { index, ...requestFor(query, filter), _source: false, track_total_hits: false },
      { requestTimeout: LIMIT_MS, maxRetries: 0 },
    );
    return hits.hits.map(({ _id }) => _id as string);
  }

  return async (query): Promise<FoundNames> => {
    const exact = await ids(query, exactWordQueries('name_words', query.words));
    if (exact.length > 0 || !isCorrectable(query.words)) return { ids: exact, approximate: false };
    const similar = await ids(query, similarWordQueries('name_words', query.words));
    return { ids: similar, approximate: similar.length > 0 };
  };
};

const requestFor = ({ beginning, limit }: NamesQuery, filter: estypes.QueryDslQueryContainer[]): estypes.SearchRequest => ({
  query: { bool: { filter, should: [{ constant_score: { filter: { prefix: { name_order: beginning } } } }] } },
  sort: [{ _score: { order: 'desc' } }, { name_order: 'asc' }, { id: 'asc' }],
  collapse: { field: 'name_order' },
  size: limit,
});
