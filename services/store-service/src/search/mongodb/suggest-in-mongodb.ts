/** Finds the names to suggest in MongoDB, while Elasticsearch is unavailable. */
import type { Collection } from 'mongodb';
import type { StoredOffering } from '../../documents/index.ts';
import type { SuggestEngine } from '../suggest.ts';
import { type Condition, wordConditions } from './word-conditions.ts';

const LIMIT_MS = 5_000;

export const suggestInMongodb = (collection: Collection<StoredOffering>): SuggestEngine => {
  /** One offering per name, the one with the lowest id, in the order of names. */
  async function named(conditions: Condition[], limit: number): Promise<string[]> {
    const rows = await collection
      .aggregate<{ id: string }>(
        [
          { $match: { $and: [{ status: 'PUBLISHED' }, ...conditions] } },
          { $group: { _id: '$search.name_order', id: { $min: '$_id' } } },
          { $sort: { _id: 1 } },
          { $limit: limit },
        ],
        { maxTimeMS: LIMIT_MS },
      )
      .toArray();
    return rows.map(({ id }) => id);
  }

  const conditionsFor = wordConditions(collection, 'search.name_words');
  return async ({ words, beginning, limit }) => {
    const { conditions, approximate } = await conditionsFor(words);
    const begins = new RegExp(`^${RegExp.escape(beginning)}`);
    const first = await named([...conditions, { 'search.name_order': begins }], limit);
    const rest = limit - first.length;
    const others = rest > 0 ? await named([...conditions, { 'search.name_order': { $not: begins } }], rest) : [];
    const ids = [...first, ...others];
    return { ids, approximate: approximate && ids.length > 0 };
  };
};
