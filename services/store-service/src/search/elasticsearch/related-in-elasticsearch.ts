/** Finds offerings in Elasticsearch that share attributes and values. */
import type { Client, estypes } from '@elastic/elasticsearch';
import { valueKey } from '../../search-index/index.ts';
import type { RelatedEngine } from '../related.ts';

const LIMIT_MS = 1_000;

/** The score is the number of what is shared. */
export const relatedInElasticsearch = (client: Client, index: string): RelatedEngine => async ({ id, attributes, values, limit }) => {
  const { hits } = await client.search({
    index,
    query: {
      bool: {
        must_not: [{ term: { id } }],
        should: [...attributes.map((one) => counted('attributes', one)), ...values.map((one) => counted('values', valueKey(one)))],
        minimum_should_match: 1,
      },
    },
    sort: [{ _score: { order: 'desc' } }, { published_order: 'desc' }, { id: 'asc' }],
    size: limit,
    _source: false,
    track_total_hits: false,
  }, { requestTimeout: LIMIT_MS, maxRetries: 0 });
  return hits.hits.map(({ _id }) => _id as string);
};

const counted = (field: 'attributes' | 'values', value: string): estypes.QueryDslQueryContainer =>
  ({ constant_score: { filter: { term: { [field]: value } } } });
