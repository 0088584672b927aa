/** Words as MongoDB looks for them, by the rules of `words-in-elasticsearch.ts`. */
import { log } from '@catalog/observability';
import { type Collection, type Filter, MongoServerError } from 'mongodb';
import type { StoredOffering } from '../../documents/index.ts';
import { isCorrectable } from '../../rules/index.ts';
import { nearWords, type Vocabulary, vocabularyOf } from './vocabulary.ts';

export type Condition = Filter<StoredOffering>;
export type WordField = 'search.words' | 'search.name_words';

/** Where nothing has the words, the conditions are for what they may have been meant to be. */
export type WordConditions = (words: string[]) => Promise<{ conditions: Condition[]; approximate: boolean }>;

const LIMIT_MS = 5_000;
const VOCABULARY_KEPT_MS = 10_000;
const MAXIMUM_VOCABULARY = 100_000;
/** What MongoDB says of an answer beyond 16 MB. */
const TOO_MUCH_TO_TELL = 17_217;

export function wordConditions(collection: Collection<StoredOffering>, field: WordField): WordConditions {
  const vocabulary = keptShortly(() => vocabularyIn(collection, field));
  return async (words) => {
    const exact = exactly(field, words);
    const isKnown = !isCorrectable(words) ||
      await collection.findOne({ $and: [PUBLISHED, ...exact] }, { projection: { _id: 1 }, maxTimeMS: LIMIT_MS }) !== null;
    if (isKnown) return { conditions: exact, approximate: false };
    const known = await vocabulary();
    const conditions: Condition[] = [];
    for (const [i, condition] of exact.entries()) {
      conditions.push({ $or: [condition, { [field]: { $in: await nearWords(words[i] ?? '', known) } }] });
    }
    return { conditions, approximate: true };
  };
}

/** However many ask, all offerings are read for it once in a while; words that came meanwhile are found as they are written. */
function keptShortly<T>(make: () => Promise<T>): () => Promise<T> {
  let kept: { at: number; value: Promise<T> } | undefined;
  return () => {
    if (kept && performance.now() - kept.at < VOCABULARY_KEPT_MS) return kept.value;
    const mine = kept = { at: performance.now(), value: make() };
    mine.value.catch(() => { if (kept === mine) kept = undefined; });
    return mine.value;
  };
}

async function vocabularyIn(collection: Collection<StoredOffering>, field: WordField): Promise<Vocabulary> {
  try {
    const words = await collection.distinct(field, PUBLISHED, { maxTimeMS: LIMIT_MS }) as string[];
    return vocabularyOf(words.slice(0, MAXIMUM_VOCABULARY));
  } catch (error) {
    if (!(error instanceof MongoServerError) || error.code !== TOO_MUCH_TO_TELL) throw error;
    log.warn('There are too many words to look for similar ones', { field });
    return vocabularyOf([]);
  }
}

const PUBLISHED: Condition = { status: 'PUBLISHED' };

const exactly = (field: WordField, words: string[]): Condition[] => [
  ...words.slice(0, -1).map((word) => ({ [field]: word })),
  ...words.slice(-1).map((beginning) => ({ [field]: new RegExp(`^${beginning}`) })),
];
