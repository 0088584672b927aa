/** Which offerings use which prices or specifications, or show them: a replica of the offerings, fed by their events. */
import type { Impact, Offering } from '@catalog/contracts';
import { type Database, row, sql } from './connection/index.ts';
import { replica } from './replica.ts';

type ListOfIds = 'specification_ids' | 'pricing_ids';

const AT_MOST = 100;

export const offeringReplicas = (database: Database) => ({
  apply: replica<Offering>(database, 'offering_replicas').apply,

  /** Ids of those that need this to exist: a retired one remembers what customers saw, and needs it for its next revision only. */
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

  /** Which show any of these. What is being published counts as a draft, as does the next revision of what is published. */
  impactOf: async (field: ListOfIds, ids: readonly string[]): Promise<Impact> => {
    const listed = sql.literalValue(field);
    const any = sql.fragment`?| ${sql.array(ids, 'text')}`;
    const found = await database.any(sql.type(row<{ published: boolean; total: number; ids: string[] }>())`
      with showing as (
        select id, state ->> 'lifecycle_status' = 'PUBLISHED' as published from offering_replicas
        where state -> ${listed} ${any} and not deleted and state ->> 'lifecycle_status' <> 'RETIRED'
        union all
        select id, false from offering_replicas where state -> 'next_revision' -> ${listed} ${any} and not deleted
      )
      select published, count(*) as total, (array_agg(id order by id))[:${AT_MOST}] as ids from showing group by published`);
    const those = (isPublished: boolean): Impact['published'] => {
      const { total, ids: first } = found.find(({ published }) => published === isPublished) ?? { total: 0, ids: [] };
      return { total, ids: first };
    };
    return { published: those(true), drafts: those(false) };
  },
});
