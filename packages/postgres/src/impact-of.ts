/** How many offerings show a thing, and which, by the replica of the offerings; those that are being published count as drafts. */
import type { Impact } from '@catalog/contracts';
import { type Database, row, sql } from './connection/index.ts';

const NOBODY = { total: 0, ids: [] };

/** Of any of the ids; `field` is the list of an offering that names them, for which the caller's `offering_replicas` has an index. */
export async function impactOf(database: Database, field: 'pricing_ids' | 'specification_ids', ids: readonly string[]): Promise<Impact> {
  const found = await database.any(sql.type(row<{ published: boolean; total: number; ids: string[] }>())`
    select state ->> 'lifecycle_status' = 'PUBLISHED' as published, count(*) as total, (array_agg(id order by id))[:100] as ids
    from offering_replicas
    where state -> ${sql.literalValue(field)} ?| ${sql.array(ids, 'text')} and not deleted and state ->> 'lifecycle_status' <> 'RETIRED'
    group by 1`);
  const those = (isPublished: boolean) => {
    const { total, ids: first } = found.find(({ published }) => published === isPublished) ?? NOBODY;
    return { total, ids: first };
  };
  return { published: those(true), drafts: those(false) };
}
