/** Categories: kept as a tree, and what is asked about them. */
export { categoryHandlers } from './category-handlers.ts';
export { categoryStore } from './category-store.ts';
