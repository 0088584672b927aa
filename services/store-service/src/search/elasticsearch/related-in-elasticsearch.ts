/** Finds offerings that share attributes and values with another one in Elasticsearch. */
import type { Client, estypes } from '@elastic/elasticsearch';
import { valueTerm } from '../../search-index/index.ts';
import type { RelatedEngine } from '../related.ts';

const LIMIT_MS = 1_000;

/** The score is the number of attributes and values they share. */
export const relatedInElasticsearch =
  (client: Client, index: string): RelatedEngine =>
  async ({ id, attributes, values, limit }) => {
    const { hits } = await client.search(
      {
        index,
        query: {
          bool: {
            must_not: [{ term: { id } }],
            should: [...attributes.map((one) => scoresOne('attributes', one)), ...values.map((one) => scoresOne('values', valueTerm(one)))],
            minimum_should_match: 1,
          },
        },
        sort: [{ _score: { order: 'desc' } }, { published_order: 'desc' }, { id: 'asc' }],
        size: limit,
        _source: false,
        track_total_hits: false,
      },
      { requestTimeout: LIMIT_MS, maxRetries: 0 },
    );
    return hits.hits.map(({ _id }) => _id as string);
  };

const scoresOne = (field: 'attributes' | 'values', value: string): estypes.QueryDslQueryContainer => ({
  constant_score: { filter: { term: { [field]: value } } },
});
