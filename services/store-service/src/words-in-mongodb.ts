/** Words as MongoDB looks for them, by the rules of `words-in-elasticsearch.ts`. */
import type { Collection, Filter } from 'mongodb';
import { nearWords, toleranceOf } from './near-words.ts';
import type { StoredOffering } from './published-offerings.ts';

export type Condition = Filter<StoredOffering>;
export type WordField = 'search.words' | 'search.name_words';

const LIMIT_MS = 5_000;

/** Where nothing has the words, the conditions are for what they may have been meant to be. */
export async function wordConditions(
  collection: Collection<StoredOffering>,
  { field, words }: { field: WordField; words: string[] },
): Promise<{ conditions: Condition[]; approximate: boolean }> {
  const exact = exactly(field, words);
  const isCorrectable = words.some((word) => toleranceOf(word) > 0);
  const isKnown = !isCorrectable || await collection.findOne({ $and: [PUBLISHED, ...exact] }, { projection: { _id: 1 }, maxTimeMS: LIMIT_MS }) !== null;
  if (isKnown) return { conditions: exact, approximate: false };
  const vocabulary = await collection.distinct(field, PUBLISHED, { maxTimeMS: LIMIT_MS }) as string[];
  return {
    approximate: true,
    conditions: exact.map((condition, i) => ({ $or: [condition, { [field]: { $in: nearWords(words[i] ?? '', vocabulary) } }] })),
  };
}

const PUBLISHED: Condition = { status: 'PUBLISHED' };

const exactly = (field: WordField, words: string[]): Condition[] => [
  ...words.slice(0, -1).map((word) => ({ [field]: word })),
  ...words.slice(-1).map((beginning) => ({ [field]: new RegExp(`^${beginning}`) })),
];
