/** Normalizes texts for search: into words, and into keys to sort by and to compare with. */
import { lineKey } from '@catalog/contracts';

const WORD_LENGTH = 100;
const KEY_LENGTH = 1_000;
const ORDER_LENGTH = 200;

/** In lower case, without accents, letters and digits only. */
export const wordsOf = (text: string): string[] =>
  (folded(text).match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => truncated(word, WORD_LENGTH));

/** To sort by, and to find names by their beginning. */
export const sortKey = (text: string): string => truncated(folded(text).replaceAll(/\s+/gu, ' ').trim(), ORDER_LENGTH);

/** To compare texts regardless of case and white space; truncated to what an index takes. */
export const textKey = (text: string): string => truncated(lineKey(text), KEY_LENGTH);

/** Never splits a surrogate pair. */
export const truncated = (text: string, length: number): string => (text.length <= length ? text : [...text].slice(0, length).join(''));

const folded = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
