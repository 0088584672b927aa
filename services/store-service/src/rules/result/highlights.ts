/** Marks the words that were searched for in the texts of an offering, as escaped HTML; how much text is read and returned is limited. */
import type { Highlights, StoreOffering } from '../../api.ts';
import { truncated, wordsOf } from '../document/index.ts';
import { similarTo } from '../query/index.ts';

/** `approximate`: similar words were searched for, too. */
export type SearchedWords = { words: string[]; approximate?: boolean };

/** Whether a word of a text is one that was searched for. */
type WordMatcher = (written: string) => boolean;

/** Made once per search, because it remembers the words it has seen. */
export function wordMatcher({ words, approximate = false }: SearchedWords): WordMatcher {
  const [exact, beginning, isSimilar] = [new Set(words), words.at(-1) ?? '', approximate ? similarTo(words) : () => false];
  const isSought = (word: string): boolean => exact.has(word) || word.startsWith(beginning) || isSimilar(word);
  const known = new Map<string, boolean>();
  return (written) => {
    const isHit = known.get(written) ?? wordsOf(written).some(isSought);
    known.set(written, isHit);
    return isHit;
  };
}

export function highlightsOf({ name, description, specifications }: StoreOffering, isHit: WordMatcher): Highlights {
  const characteristics = specifications.flatMap((one) => one.characteristics);
  const [inName, inDescription] = [highlighted(name, isHit), highlighted(excerpt(description ?? '', isHit), isHit)];
  const inSpecifications = linesAmong(
    specifications.map((one) => one.name),
    isHit,
  );
  const inCharacteristics = linesAmong(characteristics.values().map(written), isHit);
  return {
    ...(inName !== undefined && { name: inName }),
    ...(inDescription !== undefined && { description: inDescription }),
    ...(inSpecifications.length > 0 && { specifications: inSpecifications }),
    ...(inCharacteristics.length > 0 && { characteristics: inCharacteristics }),
  };
}

/** Undefined if the text has none of the words. */
export function highlighted(text: string, isHit: WordMatcher): string | undefined {
  let found = false;
  const marked = text.split(new RegExp(`(${wordPattern})`, 'u')).map((part, i) => {
    const isMarked = i % 2 === 1 && isHit(part);
    found ||= isMarked;
    return isMarked ? `<em>${escaped(part)}</em>` : escaped(part);
  });
  return found ? marked.join('') : undefined;
}

const wordPattern = String.raw`[\p{L}\p{N}\p{M}]+`;

const MAXIMUM_LINES = 5;
/** How many are read to find those. */
const MAXIMUM_READ_LINES = 100;
const EXCERPT_LENGTH = 300;
const BEFORE_HIT = 60;

const linesAmong = (texts: Iterable<string>, isHit: WordMatcher): string[] =>
  Iterator.from(texts)
    .take(MAXIMUM_READ_LINES)
    .map((text) => highlighted(text, isHit))
    .filter((line) => line !== undefined)
    .take(MAXIMUM_LINES)
    .toArray();

/** Of a long text the part around the first hit, without splitting words. */
function excerpt(text: string, isHit: WordMatcher): string {
  if (text.length <= EXCERPT_LENGTH) return text;
  const hit = text.matchAll(new RegExp(wordPattern, 'gu')).find(([word]) => isHit(word));
  if (!hit) return '';
  const before = text.slice(Math.max(0, hit.index - BEFORE_HIT), hit.index);
  const start = hit.index <= BEFORE_HIT ? 0 : hit.index - (/\s(.*)$/su.exec(before)?.[1] ?? '').length;
  const rest = text.slice(start);
  if (rest.length <= EXCERPT_LENGTH) return `…${rest}`;
  const space = rest.lastIndexOf(' ', EXCERPT_LENGTH);
  const isBeyondHit = space >= hit.index - start + hit[0].length;
  return `${start > 0 ? '…' : ''}${isBeyondHit ? rest.slice(0, space) : truncated(rest, EXCERPT_LENGTH)}…`;
}

const written = ({ name, value, unit_of_measure: unit }: StoreOffering['specifications'][number]['characteristics'][number]): string =>
  `${name}: ${value}${unit === 'Unit' || unit === 'None' ? '' : ` ${unit}`}`;

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
