/** What keeps a category from being deleted: the first of the categories right below it, and of the offerings in it. */
import { type Database, row, sql } from '@catalog/postgres';

/** As many as a refusal lists of each. */
const LISTED = 100;

export const categoryUses = async (database: Database, id: string) => ({
  childIds: await database.anyFirst(sql.type(row<{ id: string }>())`
    select id from categories where parent_id = ${id} order by id limit ${LISTED}`),
  // A retired one shows nobody its categories any more, but its next revision may.
  offeringIds: await database.anyFirst(sql.type(row<{ id: string }>())`
    select id from product_offerings
    where category_ids @> ${sql.array([id], 'uuid')} and lifecycle_status <> 'RETIRED' or next_revision -> 'category_ids' ? ${id}
    order by id limit ${LISTED}`),
});
