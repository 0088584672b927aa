/** What keeps a category from being deleted: the first of the categories right below it. */
import { type Database, row, sql } from '@catalog/postgres';

/** As many as a refusal lists. */
const LISTED = 100;

export const categoryUses = async (database: Database, id: string) => ({
  childIds: await database.anyFirst(sql.type(row<{ id: string }>())`
    select id from categories where parent_id = ${id} order by id limit ${LISTED}`),
  offeringIds: [],
});
