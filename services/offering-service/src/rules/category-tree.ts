/** The tree of categories as far as its shape goes: which category each is in. */

/** Of every category, the id of its parent. */
export type CategoryTree = ReadonlyMap<string, string | null>;

/** The category and those that it is in, up to its root; empty for one that does not exist. */
export function lineOf(id: string | null, tree: CategoryTree): string[] {
  const line: string[] = [];
  for (let at = id; at !== null && tree.has(at) && !line.includes(at); at = tree.get(at) ?? null) line.push(at);
  return line;
}

/** How many levels the branch has that the category heads, its own included. */
export function levelsBelow(id: string, tree: CategoryTree): number {
  const childrenOf = Map.groupBy(tree.keys(), (each) => tree.get(each));
  let levels = 0;
  for (let level = [id]; level.length > 0; level = level.flatMap((each) => childrenOf.get(each) ?? [])) levels += 1;
  return levels;
}
