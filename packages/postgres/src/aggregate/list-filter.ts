/** What a list may be filtered by: the filters that every list has, and those of its own; all that were asked for must hold. */
import { foldedLine } from '@catalog/contracts';
import { sql } from '../connection/index.ts';

type Condition = ReturnType<typeof sql.fragment>;

export type ListQuery = { id?: string[]; after_id?: string; name?: string; updated_since?: string };

/** For tables with the columns id, name and updated_at. What was not asked for is left out: undefined, or empty text. */
export function listFilter({ id, after_id, name, updated_since }: ListQuery, own: readonly (Condition | undefined | '')[]) {
  const conditions = [
    sql.fragment`true`,
    id && sql.fragment`id = any(${sql.array(id, 'uuid')})`,
    after_id && sql.fragment`id > ${after_id}`,
    textFilter(name, (text) => sql.fragment`position(${inAnyCase(text)} in ${inAnyCase(sql.fragment`name`)}) > 0`),
    ...own,
    updated_since && sql.fragment`updated_at >= ${updated_since}`,
  ];
  return sql.join(conditions.filter((condition) => condition !== undefined && condition !== ''), sql.fragment` and `);
}

/** A filter by text finds what was stored of the same text, however either was written; `condition` is given it as it is stored. */
export function textFilter(given: string | undefined, condition: (text: Condition) => Condition): Condition | undefined {
  const text = foldedLine(given ?? '');
  return text === '' ? undefined : condition(sql.fragment`${text}::text`);
}

/** ICU folds the case of every language; the database's own collation knows ASCII only. */
export const inAnyCase = (text: Condition): Condition => sql.fragment`lower(${text} collate "und-x-icu")`;
