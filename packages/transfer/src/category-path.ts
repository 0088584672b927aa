/** The name of a category in a file: the names on the way to it, the root first, with a slash between them: `Internet/Fibre`. */
import { categoryLine, lineKey } from '@catalog/contracts';

/** A slash, or a backslash, that belongs to a name has a backslash before it. */
export const pathOf = (names: readonly string[]): string => names.map((name) => name.replaceAll(/[\\/]/g, '\\$&')).join('/');

export const namesIn = (path: string): string[] => path.split(/(?<=(?<!\\)(?:\\\\)*)\//).map((name) => name.replaceAll(/\\([\\/])/g, '$1'));

/** Equal for paths whose names are alike. */
export const pathKey = (path: string): string => pathOf(namesIn(path).map(lineKey));

type Placed = { id: string; name: string; [field: string]: unknown };

export function categoryPath(category: Placed, categories: ReadonlyMap<string, Placed>): string {
  const line = categoryLine(category.id, (id) => categories.get(id)?.['parent_id'] as string | null | undefined);
  return pathOf(line.flatMap((id) => categories.get(id)?.name ?? []).toReversed());
}
