/** A category and those that it is in: itself first, its root last. */
import { CATEGORY_LEVELS } from './category.ts';

/**
 * Their ids, as far as `parentOf` knows; the first that it does not know is the last. While events of several moves are under way there may
 * seem to be a circle or too many levels: it ends there.
 */
export function categoryLine(id: string, parentOf: (id: string) => string | null | undefined): string[] {
  const line: string[] = [];
  for (let at: string | null | undefined = id; at && !line.includes(at) && line.length < CATEGORY_LEVELS; at = parentOf(at)) line.push(at);
  return line;
}
