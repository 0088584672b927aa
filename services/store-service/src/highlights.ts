/** Shows where an offering has the words that were searched for, as text that is safe to put into a page. */
import type { Highlights, StoreOffering } from './api.ts';
import { isNear } from './near-words.ts';
import { wordsOf } from './words.ts';

/** `approximate`: similar words count too, as they did in the search. */
export type Sought = { words: string[]; approximate?: boolean };

const MAXIMUM_LINES = 5;

export function highlightsOf({ name, description, specifications }: StoreOffering, sought: Sought): Highlights {
  const marked = (texts: string[]): string[] => texts.flatMap((text) => highlighted(text, sought) ?? []).slice(0, MAXIMUM_LINES);
  const [inName, inDescription] = [highlighted(name, sought), highlighted(description ?? '', sought)];
  const inSpecifications = marked(specifications.map((one) => one.name));
  const inCharacteristics = marked(specifications.flatMap(({ characteristics }) => characteristics.map(written)));
  return {
    ...(inName !== undefined && { name: inName }),
    ...(inDescription !== undefined && { description: inDescription }),
    ...(inSpecifications.length > 0 && { specifications: inSpecifications }),
    ...(inCharacteristics.length > 0 && { characteristics: inCharacteristics }),
  };
}

/** Undefined where there is none of the words. */
export function highlighted(text: string, sought: Sought): string | undefined {
  let found = false;
  const marked = text.split(/([\p{L}\p{N}\p{M}]+)/u).map((part, i) => {
    const isHit = i % 2 === 1 && wordsOf(part).some((word) => isSought(word, sought));
    found ||= isHit;
    return isHit ? `<em>${escaped(part)}</em>` : escaped(part);
  });
  return found ? marked.join('') : undefined;
}

const isSought = (word: string, { words, approximate = false }: Sought): boolean =>
  words.some((given, i) => word === given || (i === words.length - 1 && word.startsWith(given)) || (approximate && isNear(word, given)));

const written = ({ name, value, unit_of_measure: unit }: StoreOffering['specifications'][number]['characteristics'][number]): string =>
  `${name}: ${value}${unit === 'Unit' || unit === 'None' ? '' : ` ${unit}`}`;

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
