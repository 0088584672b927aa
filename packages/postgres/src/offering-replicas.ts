/** Which offerings use which prices or specifications: a replica of the offerings, fed by their events. */
import type { Offering } from '@catalog/contracts';
import { type Database, row, sql } from './connection/index.ts';
import { replica } from './replica.ts';

type ListOfIds = 'specification_ids' | 'pricing_ids';

const AT_MOST = 100;

export const offeringReplicas = (database: Database) => ({
  apply: replica<Offering>(database, 'offering_replicas').apply,

  /** Ids of those that need this to exist. What was retired does not, as its revisions remember what customers saw; its next revision does. */
  using: async (field: ListOfIds, id: string): Promise<string[]> => {
    const listed = sql.literalValue(field);
    const found = await database.any(sql.type(row<{ id: string }>())`
      select id from offering_replicas
      where not deleted and (
        (state -> ${listed} ? ${id} and state ->> 'lifecycle_status' <> 'RETIRED') or state -> 'next_revision' -> ${listed} ? ${id}
      )
      order by id limit ${AT_MOST}`);
    return found.map((offering) => offering.id);
  },
});
