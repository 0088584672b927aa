/** The rules of offerings, their revisions and schedules, and of categories: pure functions that decide what becomes of them. */
export * from './category.ts';
export type { CategoryTree } from './category-tree.ts';
export {
  changeExternalId,
  changeOffering,
  createOffering,
  deleteOffering,
  type OfferingDecision,
  type References,
  retireOffering,
} from './offering.ts';
export * from './publication.ts';
export * from './revision.ts';
export * from './schedule.ts';
export * from './snapshot.ts';
