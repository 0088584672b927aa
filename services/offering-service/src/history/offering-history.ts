/** The history of an offering: what was done to it, and to what it refers to now; of a deleted one, what was done to it. */
import { type HistoryEntry, type Offering, openRevision, type PageRequest, Rejection, windowOf } from '@catalog/contracts';
import { type Database, row, sql } from '@catalog/postgres';
import { specificationReplicas } from '../catalog-lookups.ts';

type Found = { total: number; items: HistoryEntry[] };

/** The newest first. Refuses with NOT_FOUND. */
export async function offeringHistory(
  database: Database,
  { id, offering, page }: { id: string; offering: Offering | undefined; page: PageRequest },
): Promise<Found> {
  const referred = offering ? await referredTo(database, [offering, openRevision(offering) ?? offering]) : [];
  const entries = sql.fragment`
    select version, revision, change, from_status, to_status, changes, actor, correlation_id, at, null::json as about
    from history where entity_id = ${id}
    union all
    select version, null, change, null, null, changes, actor, correlation_id, at,
      json_build_object('kind', kind, 'id', entity_id, 'name', name)
    from reference_changes
    where entity_id = any(${sql.array(referred, 'uuid')}) and at >= ${offering?.created_at ?? null}::timestamptz`;
  const total = await database.oneFirst(sql.type(row<{ count: number }>())`select count(*) from (${entries}) as entries`);
  if (total === 0) throw new Rejection('NOT_FOUND', `There is no offering ${id}`);
  const { limit, offset } = windowOf(page);
  const items = await database.any(sql.type(row<HistoryEntry & { about: HistoryEntry['about'] | null }>())`
    select * from (${entries}) as entries order by at desc, version desc limit ${limit} offset ${offset}`);
  return { total, items: items.map(({ about, ...entry }) => (about ? { ...entry, about } : entry)) };
}

type Listing = { specification_ids: string[]; pricing_ids: string[] };

/** Characteristics too, as the specifications list them now. */
async function referredTo(database: Database, listings: Listing[]): Promise<string[]> {
  const specificationIds = listings.flatMap(({ specification_ids }) => specification_ids);
  const specifications = await specificationReplicas(database).find(specificationIds);
  const characteristicIds = specifications.flatMap(({ characteristic_ids }) => characteristic_ids);
  return [...new Set([...specificationIds, ...characteristicIds, ...listings.flatMap(({ pricing_ids }) => pricing_ids)])];
}
