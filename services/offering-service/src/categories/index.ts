/** Categories: kept as a tree, and what is asked about them. */
export { categoryHandlers } from './category-handlers.ts';
export { heldCategories } from './held-categories.ts';
