/** The rules of an offering, its life and its schedule, and of categories: pure functions that decide what becomes of them. */
export * from './category.ts';
export type { CategoryTree } from './category-tree.ts';
export * from './offering.ts';
export * from './schedule.ts';
