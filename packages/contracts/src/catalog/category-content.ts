/** Checks what people write in a category, and returns it as it is stored; refuses with VALIDATION_ERROR. */
import { lineFrom, linesFrom, nameFrom } from '../text/index.ts';
import type { Category } from './category.ts';
import { DESCRIPTION_LENGTH, EXTERNAL_ID_LENGTH } from './offering-texts.ts';

export type CategoryContent = Pick<Category, 'name' | 'parent_id' | 'sort_order' | 'description' | 'external_id'>;
type Wanted = Pick<CategoryContent, 'name'> & Partial<CategoryContent>;

export const categoryContentFrom = ({
  name,
  parent_id = null,
  sort_order = 0,
  description = null,
  external_id = null,
}: Wanted): CategoryContent => ({
  name: nameFrom(name),
  parent_id,
  sort_order,
  description: description === null ? null : linesFrom(description, { field: 'description', longest: DESCRIPTION_LENGTH }),
  external_id: external_id === null ? null : lineFrom(external_id, { field: 'external_id', longest: EXTERNAL_ID_LENGTH }),
});
