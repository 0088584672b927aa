/** Offerings in Postgres: a change is decided on the locked row and stored together with its event and history; there is no other way to write. */
import { type Actor, type HistoryEntry, type Offering, type PageRequest, Rejection, windowOf } from '@catalog/contracts';
import { appendEvent, appendHistory, type Database, historyOf, inAnyCase, listFilter, row, sql, textFilter, uniqueViolation } from '@catalog/postgres';
import type { OfferingQuery, sortings } from './api.ts';
import type { Decision } from './offering.ts';
import { withApproval } from './schedule.ts';
import { schedules } from './schedules.ts';

export type Offerings = ReturnType<typeof offerings>;

/** `actor` is on whose behalf they are changed. */
export const offerings = (database: Database, actor: Actor) => ({
  /** Refuses with NOT_FOUND. */
  async get(id: string): Promise<Offering> {
    return found(await database.maybeOne(sql.type(row<Offering>())`select ${columns} from product_offerings where id = ${id}`), id);
  },

  async list(query: OfferingQuery): Promise<{ total: number; items: Offering[] }> {
    const { limit, offset } = windowOf(query);
    const where = filter(query);
    const total = await database.oneFirst(sql.type(row<{ count: number }>())`select count(*) from product_offerings where ${where}`);
    const items = await database.any(sql.type(row<Offering>())`
      select ${columns} from product_offerings where ${where} order by ${orderings[query.sort]}, id limit ${limit} offset ${offset}`);
    return { total, items: [...items] };
  },

  /** The newest first; also of a draft that was deleted. Refuses with NOT_FOUND. */
  async history(id: string, page: PageRequest): Promise<{ total: number; items: HistoryEntry[] }> {
    const history = await historyOf(database, id, windowOf(page));
    if (history.total === 0) throw new Rejection('NOT_FOUND', `There is no offering ${id}`);
    return history;
  },

  create: (decision: NonNullable<Decision>): Promise<Offering> =>
    database.transaction(async (tx) => store(tx, { ...decision, actor })),

  /** Refuses with NOT_FOUND, with SCHEDULED when somebody else has approved what it is, or as `decide` does. */
  change: (id: string, decide: (current: Offering, tx: Database) => Decision | Promise<Decision>): Promise<Offering> =>
    database.transaction(async (tx) => {
      const current = found(await tx.maybeOne(sql.type(row<Offering>())`select ${columns} from product_offerings where id = ${id} for update`), id);
      const decision = await decide(current, tx);
      return decision ? store(tx, { ...withApproval(current, decision, actor), before: current, actor }) : current;
    }),
});

function found(offering: Offering | null, id: string): Offering {
  if (!offering) throw new Rejection('NOT_FOUND', `There is no offering ${id}`);
  return offering;
}

async function store(tx: Database, { offering, event, before, actor }: NonNullable<Decision> & { before?: Offering; actor: Actor }): Promise<Offering> {
  const isDeleted = event === 'OfferingDeleted';
  await (isDeleted ? remove(tx, offering.id) : write(tx, offering));
  await schedules(tx).follow({ before, after: offering, actor });
  await appendEvent(tx, { type: event, payload: offering });
  const status = { from: before?.lifecycle_status ?? null, to: isDeleted ? null : offering.lifecycle_status };
  await appendHistory(tx, { change: event, before, after: offering, status, actor });
  return offering;
}

const remove = (tx: Database, id: string): Promise<unknown> => tx.query(sql.type(row())`delete from product_offerings where id = ${id}`);

async function write(tx: Database, offering: Offering): Promise<void> {
  try {
    await tx.query(sql.type(row())`
      insert into product_offerings (
        id, external_id, name, description, specification_ids, pricing_ids, sales_channels,
        lifecycle_status, saga_id, last_publication_error, published_at, retired_at, scheduled, version, created_at, updated_at
      )
      values (
        ${offering.id}, ${offering.external_id}, ${offering.name}, ${offering.description},
        ${sql.array(offering.specification_ids, 'uuid')}, ${sql.array(offering.pricing_ids, 'uuid')}, ${sql.array(offering.sales_channels, 'varchar')},
        ${offering.lifecycle_status}, ${offering.saga_id}, ${offering.last_publication_error && JSON.stringify(offering.last_publication_error)}::jsonb,
        ${offering.published_at}, ${offering.retired_at}, ${offering.scheduled ? JSON.stringify(offering.scheduled) : null}::jsonb,
        ${offering.version}, ${offering.created_at}, ${offering.updated_at}
      )
      on conflict (id) do update set
        external_id = excluded.external_id, name = excluded.name, description = excluded.description,
        specification_ids = excluded.specification_ids, pricing_ids = excluded.pricing_ids, sales_channels = excluded.sales_channels,
        lifecycle_status = excluded.lifecycle_status, saga_id = excluded.saga_id, last_publication_error = excluded.last_publication_error,
        published_at = excluded.published_at, retired_at = excluded.retired_at, scheduled = excluded.scheduled, version = excluded.version, updated_at = excluded.updated_at`);
  } catch (error) {
    if (uniqueViolation(error) !== 'product_offerings_external_id_unique') throw error;
    throw new Rejection('EXTERNAL_ID_TAKEN', `There is already an offering with external_id ${offering.external_id}`, { field: 'external_id' });
  }
}

const filter = ({ external_id, lifecycle_status, specification_id, pricing_id, sales_channel, scheduled, ...query }: OfferingQuery) =>
  listFilter(query, [
    textFilter(external_id, (text) => sql.fragment`external_id = ${text}`),
    lifecycle_status && sql.fragment`lifecycle_status = ${lifecycle_status}`,
    specification_id && sql.fragment`specification_ids @> ${sql.array([specification_id], 'uuid')}`,
    pricing_id && sql.fragment`pricing_ids @> ${sql.array([pricing_id], 'uuid')}`,
    textFilter(sales_channel, (text) => sql.fragment`${inAnyCase(text)} in (
      select ${inAnyCase(sql.fragment`channel`)} from unnest(sales_channels) channel
    )`),
    scheduled && sql.fragment`scheduled ->> 'action' = ${scheduled}`,
  ]);

const orderings: Record<(typeof sortings)[number], ReturnType<typeof sql.fragment>> = {
  id: sql.fragment`id`,
  name: sql.fragment`name collate "und-x-icu"`,
  '-name': sql.fragment`name collate "und-x-icu" desc`,
  created_at: sql.fragment`created_at`,
  '-created_at': sql.fragment`created_at desc`,
  updated_at: sql.fragment`updated_at`,
  '-updated_at': sql.fragment`updated_at desc`,
  published_at: sql.fragment`published_at nulls last`,
  '-published_at': sql.fragment`published_at desc nulls last`,
};

const columns = sql.fragment`
  id, external_id, name, description, specification_ids, pricing_ids, sales_channels,
  lifecycle_status, saga_id, last_publication_error, published_at, retired_at, scheduled, version, created_at, updated_at`;
