/** The tree of categories as far as its shape goes: which category each is in. */

/** Of every category, the id of its parent. */
export type CategoryTree = ReadonlyMap<string, string | null>;

/** How many levels the branch has that the category heads, its own included. */
export function levelsBelow(id: string, tree: CategoryTree): number {
  const childrenOf = Map.groupBy(tree.keys(), (each) => tree.get(each));
  let levels = 0;
  for (let level = [id]; level.length > 0; level = level.flatMap((each) => childrenOf.get(each) ?? [])) levels += 1;
  return levels;
}
