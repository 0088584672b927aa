/** Categories as the facets show them. */
import type { Facets } from './facts.ts';

type Category = Facets['categories'][number];

/** The one with this id, with those that it is in, the root first; none if nothing that was found is in it. */
export function categoryLineIn(categories: readonly Category[], id: string | undefined): Category[] {
  for (const category of categories) {
    if (category.id === id) return [category];
    const below = categoryLineIn(category.children, id);
    if (below.length > 0) return [category, ...below];
  }
  return [];
}
