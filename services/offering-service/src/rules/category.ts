/** The rules of a category: each function decides what becomes of it, or refuses; undefined means there is nothing to do. */
import {
  type Category,
  CATEGORY_LEVELS,
  type CategoryContent,
  categoryContentFrom,
  type CategoryEvent,
  categoryLine,
  Rejection,
} from '@catalog/contracts';
import type { Decision } from '@catalog/postgres';
import type { CategoryInput } from '../category-operations.ts';
import { type CategoryTree, levelsBelow } from './category-tree.ts';

export type CategoryDecision = Decision<Category, CategoryEvent>;

/** So that the whole tree can be looked at with every change. */
export const MAXIMUM_CATEGORIES = 10_000;

export function createCategory(wanted: CategoryInput, tree: CategoryTree, { id, now }: { id: string; now: string }): CategoryDecision {
  const content = categoryContentFrom(wanted);
  if (tree.size >= MAXIMUM_CATEGORIES) {
    throw new Rejection('WRONG_STATE', `There are ${MAXIMUM_CATEGORIES} categories: there can be no more`);
  }
  refuseTooDeep(lineAbove(content, tree).length + 1);
  return { kind: 'stored', state: { id, ...content, version: 1, created_at: now, updated_at: now }, event: 'CategoryCreated' };
}

export function changeCategory(current: Category, wanted: CategoryInput, tree: CategoryTree, now: string): CategoryDecision | undefined {
  const content = categoryContentFrom(wanted);
  if (content.parent_id !== current.parent_id) refuseMove(current, content, tree);
  const isSame = Object.entries(content).every(([field, value]) => current[field as keyof CategoryContent] === value);
  return isSame ? undefined : { kind: 'stored', state: next({ ...current, ...content }, now), event: 'CategoryUpdated' };
}

/** `offeringIds` are those that are in it and not retired; `childIds` the categories right below it. */
export function deleteCategory(
  current: Category,
  { childIds, offeringIds }: { childIds: readonly string[]; offeringIds: readonly string[] },
  now: string,
): CategoryDecision {
  if (childIds.length > 0 || offeringIds.length > 0) {
    throw new Rejection('IN_USE', `${childIds.length} category(s) are below this one, and ${offeringIds.length} offering(s) in it`, {
      used_by: { category_ids: childIds, offering_ids: offeringIds },
    });
  }
  return { kind: 'deleted', state: next(current, now), event: 'CategoryDeleted' };
}

function refuseMove({ id }: Category, content: CategoryContent, tree: CategoryTree): void {
  const line = lineAbove(content, tree);
  if (line.includes(id)) {
    throw new Rejection('VALIDATION_ERROR', 'A category can be neither in itself nor in one that is below it', { field: 'parent_id' });
  }
  refuseTooDeep(line.length + levelsBelow(id, tree));
}

/** The wanted parent and those that it is in. */
function lineAbove({ parent_id }: CategoryContent, tree: CategoryTree): string[] {
  if (parent_id === null) return [];
  if (tree.has(parent_id)) return categoryLine(parent_id, (id) => tree.get(id));
  throw new Rejection('INVALID_REFERENCE', `There is no category ${parent_id}`, { field: 'parent_id', invalid_ids: [parent_id] });
}

function refuseTooDeep(levels: number): void {
  if (levels <= CATEGORY_LEVELS) return;
  throw new Rejection('VALIDATION_ERROR', `Categories have at most ${CATEGORY_LEVELS} levels; this would make ${levels}`, {
    field: 'parent_id',
  });
}

const next = (category: Category, now: string): Category => ({ ...category, version: category.version + 1, updated_at: now });
