/** Reads the categories of the catalog, a thousand of them at most. */
import type { Outcome } from '../api/outcome.ts';
import { listThings, type Things } from './things.ts';

const PAGE_SIZE = 100;
const MOST_PAGES = 10;

export async function readCategories(): Promise<Outcome<{ categories: Things['categories'][]; total: number }>> {
  const categories: Things['categories'][] = [];
  for (let page = 1; ; page += 1) {
    const outcome = await listThings('categories', { sort: 'sort_order', page, page_size: PAGE_SIZE });
    if (!outcome.ok) return outcome;
    const { items, total } = outcome.data;
    categories.push(...items);
    if (items.length < PAGE_SIZE || page === MOST_PAGES) return { ...outcome, data: { categories, total } };
  }
}
