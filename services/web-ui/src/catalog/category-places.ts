/** Where categories are in their tree: the names on the way to them. */
import { CATEGORY_LEVELS, categoryLine } from '@catalog/contracts';
import { type Things, listThings } from './things.ts';

type Category = Things['categories'];
type Placed = Pick<Category, 'id' | 'name' | 'parent_id'>;

/** Tells of each of them, and of all that they are in: `Internet › Fibre`. What cannot be read is left out. */
export async function categoryPlaces(categories: readonly Placed[]): Promise<(id: string) => string> {
  const known = new Map(categories.map((one) => [one.id, one]));
  for (let level = 1; level < CATEGORY_LEVELS; level += 1) {
    const missing = [...known.values()].flatMap(({ parent_id }) => (parent_id !== null && !known.has(parent_id) ? [parent_id] : []));
    if (missing.length === 0) break;
    const outcome = await listThings('categories', { id: [...new Set(missing)].slice(0, 100), page_size: 100 });
    for (const one of outcome.ok ? outcome.data.items : []) known.set(one.id, one);
  }
  return (id) =>
    categoryLine(id, (each) => known.get(each)?.parent_id)
      .flatMap((each) => known.get(each)?.name ?? [])
      .toReversed()
      .join(' › ');
}
