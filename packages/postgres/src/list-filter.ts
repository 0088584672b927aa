/** What a list may be filtered by: the filters that every list has, and those of its own; all that were asked for must hold. */
import { sql } from './sql.ts';

type Condition = ReturnType<typeof sql.fragment>;

export type ListQuery = { id?: string[]; name?: string; updated_since?: string };

/** For tables with the columns id, name and updated_at. What was not asked for is left out: undefined, or empty text. */
export function listFilter({ id, name, updated_since }: ListQuery, own: readonly (Condition | undefined | '')[]) {
  const conditions = [
    sql.fragment`true`,
    id && sql.fragment`id = any(${sql.array(id, 'uuid')})`,
    name && sql.fragment`position(lower(${name} collate "und-x-icu") in lower(name collate "und-x-icu")) > 0`,
    ...own,
    updated_since && sql.fragment`updated_at >= ${updated_since}`,
  ];
  return sql.join(conditions.filter((condition) => condition !== undefined && condition !== ''), sql.fragment` and `);
}
