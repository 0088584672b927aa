/** MongoDB conditions for the words of a query, by the rules of `word-queries.ts`; for similar words only if no offering has them. */
import { log } from '@catalog/observability';
import { cachedFor } from '@catalog/timing';
import { type Collection, type Filter, MongoServerError } from 'mongodb';
import type { StoredOffering } from '../../documents/index.ts';
import { isCorrectable } from '../../rules/index.ts';
import { similarWordsIn, type Vocabulary, vocabularyOf } from './vocabulary.ts';

export type Condition = Filter<StoredOffering>;
export type WordField = 'search.words' | 'search.name_words';
export type WordConditions = (words: string[]) => Promise<{ conditions: Condition[]; approximate: boolean }>;

const LIMIT_MS = 5_000;
const VOCABULARY_KEPT_MS = 10_000;
const MAXIMUM_VOCABULARY = 100_000;
/** The error code of MongoDB for a reply beyond 16 MB. */
const REPLY_TOO_LARGE = 17_217;

export function wordConditions(collection: Collection<StoredOffering>, field: WordField): WordConditions {
  const vocabulary = cachedFor(VOCABULARY_KEPT_MS, () => vocabularyIn(collection, field));
  return async (words) => {
    const exact = exactWordConditions(field, words);
    const isKnown =
      !isCorrectable(words) ||
      (await collection.findOne({ $and: [PUBLISHED, ...exact] }, { projection: { _id: 1 }, maxTimeMS: LIMIT_MS })) !== null;
    if (isKnown) return { conditions: exact, approximate: false };
    const known = await vocabulary();
    const conditions: Condition[] = [];
    for (const [i, condition] of exact.entries()) {
      conditions.push({ $or: [condition, { [field]: { $in: await similarWordsIn(known, words[i] ?? '') } }] });
    }
    return { conditions, approximate: true };
  };
}

/** Reads all offerings. */
async function vocabularyIn(collection: Collection<StoredOffering>, field: WordField): Promise<Vocabulary> {
  try {
    const words = (await collection.distinct(field, PUBLISHED, { maxTimeMS: LIMIT_MS })) as string[];
    return vocabularyOf(words.slice(0, MAXIMUM_VOCABULARY));
  } catch (error) {
    if (!(error instanceof MongoServerError) || error.code !== REPLY_TOO_LARGE) throw error;
    log.warn('Too many words in the store to search for similar ones', { field });
    return vocabularyOf([]);
  }
}

const PUBLISHED: Condition = { status: 'PUBLISHED' };

const exactWordConditions = (field: WordField, words: string[]): Condition[] => [
  ...words.slice(0, -1).map((word) => ({ [field]: word })),
  ...words.slice(-1).map((beginning) => ({ [field]: new RegExp(`^${beginning}`) })),
];
