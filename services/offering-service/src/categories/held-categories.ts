/** The categories that an offering is to be in, as far as they exist, kept from being deleted meanwhile. */
import { type Database, row, sql } from '@catalog/postgres';

/** Those of the ids that exist, none of which is deleted before the transaction ends: so an offering is never put in one that is gone. */
export const heldCategories = async (database: Database, ids: readonly string[]): Promise<{ id: string }[]> =>
  ids.length === 0
    ? []
    : [
        ...(await database.any(sql.type(row<{ id: string }>())`
          select id from categories where id = any(${sql.array(ids, 'uuid')}) order by id for key share`)),
      ];
