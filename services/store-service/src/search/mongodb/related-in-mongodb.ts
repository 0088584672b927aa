/** Finds offerings that share attributes and values with another one in MongoDB, while Elasticsearch is unavailable. */
import type { Collection } from 'mongodb';
import type { StoredOffering } from '../../documents/index.ts';
import type { RelatedEngine } from '../related.ts';

const LIMIT_MS = 5_000;

export const relatedInMongodb =
  (collection: Collection<StoredOffering>): RelatedEngine =>
  async ({ id, attributes, values, limit }) => {
    const shared = (field: string, own: string[]) => ({ $size: { $setIntersection: [`$search.characteristics.${field}`, own] } });
    const rows = await collection
      .aggregate<{ _id: string }>(
        [
          { $match: { status: 'PUBLISHED', _id: { $ne: id }, 'search.characteristics.attribute': { $in: attributes } } },
          {
            $project: {
              published: '$search.published_order',
              shared: { $add: [shared('attribute', attributes), shared('bucket', values)] },
            },
          },
          { $sort: { shared: -1, published: -1, _id: 1 } },
          { $limit: limit },
        ],
        { maxTimeMS: LIMIT_MS },
      )
      .toArray();
    return rows.map(({ _id }) => _id);
  };
