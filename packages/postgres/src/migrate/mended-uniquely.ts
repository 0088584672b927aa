/** Makes text from before there was a rule comply with it, for a migration; where two would become equal, the later gets a number. */
import { mendedLine } from '@catalog/contracts';

type Options = {
  longest: number;
  /** Where nothing that can be seen is left. */
  instead: string;
  /** Equal for texts that must not both be there. */
  keyOf: (text: string) => string;
};

/** Id → text. What the rule takes already stays as it is. */
type Written = { id: string; text: string };

export function mendedUniquely(written: readonly Written[], { longest, instead, keyOf }: Options): Map<string, string> {
  const mended = written.map(({ id, text }) => ({ id, text, best: mendedLine(text, longest) || instead }));
  const texts = new Map(mended.filter(({ text, best }) => text === best).map(({ id, text }) => [id, text]));
  const taken = new Set([...texts.values()].map(keyOf));
  for (const { id, best } of mended.filter(({ text, best: other }) => text !== other)) {
    let text = best;
    for (let number = 2; taken.has(keyOf(text)); number += 1) text = numbered(best, ` (${number})`, longest);
    taken.add(keyOf(text));
    texts.set(id, text);
  }
  return texts;
}

const numbered = (text: string, number: string, longest: number): string => mendedLine(text, longest - number.length) + number;
