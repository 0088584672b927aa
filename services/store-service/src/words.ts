/** Takes text apart into the words that search compares: lower case, without accents, letters and digits only. */
import { lineKey } from '@catalog/contracts';

const MAXIMUM_LENGTH = 100;

export const wordsOf = (text: string): string[] =>
  (folded(text).match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => word.slice(0, MAXIMUM_LENGTH));

/** Text as search compares and sorts it whole. */
export const folded = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().trim();

/** Text that must be equal but for its case; cut where an index would refuse it. */
export const textKey = (text: string): string => lineKey(text).slice(0, 1000);
