/** Takes text apart into the words that search compares: lower case, without accents, letters and digits only. */
import { lineKey } from '@catalog/contracts';

const WORD_LENGTH = 100;
const KEY_LENGTH = 1_000;
const ORDER_LENGTH = 200;

export const wordsOf = (text: string): string[] => (folded(text).match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => cut(word, WORD_LENGTH));

/** Text as search sorts it whole, and finds its beginning. */
export const sortKey = (text: string): string => cut(folded(text).replaceAll(/\s+/gu, ' ').trim(), ORDER_LENGTH);

/** Text that must be equal but for its case; cut where an index would refuse it. */
export const textKey = (text: string): string => cut(lineKey(text), KEY_LENGTH);

/** At most so many characters, and never half of one. */
export const cut = (text: string, length: number): string => (text.length <= length ? text : [...text].slice(0, length).join(''));

const folded = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
