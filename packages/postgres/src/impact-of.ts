/** How many offerings show a thing, and which, by the replica of the offerings; those that are being published count as drafts. */
import type { Impact } from '@catalog/contracts';
import { type Database, row, sql } from './connection/index.ts';

const NOBODY = { total: 0, ids: [] };

/** Of any of the ids, which an offering names in `list`. The next revision of a published offering is a draft of its own. */
export async function impactOf(database: Database, list: 'pricing_ids' | 'specification_ids', ids: readonly string[]): Promise<Impact> {
  const field = sql.literalValue(list);
  const any = sql.fragment`?| ${sql.array(ids, 'text')}`;
  const found = await database.any(sql.type(row<{ published: boolean; total: number; ids: string[] }>())`
    with showing as (
      select id, state ->> 'lifecycle_status' = 'PUBLISHED' as published from offering_replicas
      where state -> ${field} ${any} and not deleted and state ->> 'lifecycle_status' <> 'RETIRED'
      union all
      select id, false from offering_replicas where state -> 'next_revision' -> ${field} ${any} and not deleted
    )
    select published, count(*) as total, (array_agg(id order by id))[:100] as ids from showing group by published`);
  const those = (isPublished: boolean) => {
    const { total, ids: first } = found.find(({ published }) => published === isPublished) ?? NOBODY;
    return { total, ids: first };
  };
  return { published: those(true), drafts: those(false) };
}
