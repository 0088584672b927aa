/** The facet of categories: their counts as a tree. */
import { CATEGORY_LEVELS } from '@catalog/contracts';
import type { CategoryFacet } from '../../api.ts';
import { categoryFrom, type WrittenCategory } from '../document/index.ts';
import type { CategoryCount } from '../query/index.ts';

type Counted = WrittenCategory & { count: number };

export function categoryFacets(counts: CategoryCount[]): CategoryFacet[] {
  const categories = counted(counts);
  const known = new Set(categories.map(({ id }) => id));
  const parentOf = ({ parent_id }: Counted): string | null => (parent_id !== null && known.has(parent_id) ? parent_id : null);
  const below = Map.groupBy(categories.toSorted(inOrder), parentOf);
  const under = (parent: string | null, levels: number): CategoryFacet[] =>
    levels === 0 ? [] : (below.get(parent) ?? []).map(({ id, name, count }) => facet({ id, name, count }, under(id, levels - 1)));
  return under(null, CATEGORY_LEVELS);
}

const facet = ({ id, name, count }: Pick<Counted, 'id' | 'name' | 'count'>, children: CategoryFacet[]): CategoryFacet => ({
  id,
  name,
  count,
  filter: `category=${id}`,
  children,
});

/** While a category is being renamed or moved, some offerings have it as it was and others as it is: it is one all the same. */
const counted = (counts: CategoryCount[]): Counted[] =>
  [...Map.groupBy(counts, ({ written }) => categoryFrom(written).id).values()].map((same) => ({
    ...categoryFrom(same.reduce((most, one) => (one.count > most.count ? one : most)).written),
    count: same.reduce((sum, { count }) => sum + count, 0),
  }));

const inOrder = (a: Counted, b: Counted): number => a.sort_order - b.sort_order || byText(a.name, b.name) || byText(a.id, b.id);

const byText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
