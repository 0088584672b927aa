/** What a list may be asked: the filters that every list has and those of its own, which must all hold; in which order, and which page. */
import { foldedLine, type PageRequest, windowOf } from '@catalog/contracts';
import { type Fragment, sql } from '../connection/index.ts';

export type ListQuery = PageRequest & { sort: string; id?: string[]; after_id?: string; name?: string; updated_since?: string };

/** For tables with the columns id, name and updated_at. What was not asked for is left out: undefined, or empty text. */
export function listFilter({ id, after_id, name, updated_since }: ListQuery, own: readonly (Fragment | undefined | '')[]) {
  const conditions = [
    sql.fragment`true`,
    id && sql.fragment`id = any(${sql.array(id, 'uuid')})`,
    after_id && sql.fragment`id > ${after_id}`,
    textFilter(name, (text) => sql.fragment`position(${inAnyCase(text)} in ${inAnyCase(sql.fragment`name`)}) > 0`),
    ...own,
    updated_since && sql.fragment`updated_at >= ${updated_since}`,
  ];
  return sql.join(
    conditions.filter((condition) => condition !== undefined && condition !== ''),
    sql.fragment` and `,
  );
}

/** By the column that `sort` names, with `-` before it from the last to the first, unless it has an ordering of its own. */
export function listOrder(sort: string, orderings: Record<string, Fragment>): Fragment {
  const own = orderings[sort];
  if (own) return own;
  return sort.startsWith('-') ? sql.fragment`${listOrder(sort.slice(1), orderings)} desc` : sql.fragment`${sql.identifier([sort])}`;
}

export function pageWindow(page: PageRequest): Fragment {
  const { limit, offset } = windowOf(page);
  return sql.fragment`limit ${limit} offset ${offset}`;
}

/** A filter by text finds what was stored of the same text, however either was written; `condition` is given it as it is stored. */
export function textFilter(given: string | undefined, condition: (text: Fragment) => Fragment): Fragment | undefined {
  const text = foldedLine(given ?? '');
  return text === '' ? undefined : condition(sql.fragment`${text}::text`);
}

/** ICU knows the letters of every language; the database's own collation knows ASCII only. */
export const inAnyCase = (text: Fragment): Fragment => sql.fragment`lower(${text} collate "und-x-icu")`;
export const alphabetical = (text: Fragment): Fragment => sql.fragment`${text} collate "und-x-icu"`;
