/** The calendars of prices in Postgres. */
import { type PageRequest, type PriceChange, type PriceChangeStatus, Rejection } from '@catalog/contracts';
import { currentCorrelationId, traceHeaders } from '@catalog/observability';
import { type Database, pageWindow, row, sql } from '@catalog/postgres';
import { nextMomentOf } from '../rules/index.ts';

/** The request that a change goes back to: what is done for it later is done in its name. */
export type Asked = { correlationId: string; traceContext: Record<string, string> };

type Filter = PageRequest & { status?: PriceChangeStatus[] | undefined; price_id?: string[] | undefined };

/** How long a change has been due when it counts as overdue. */
const OVERDUE_SECONDS = 60;

export const priceChanges = (database: Database) => ({
  async add(change: PriceChange): Promise<void> {
    const { id, price_id, at, value, valid_until, status, scheduled_by, created_at } = change;
    const asked: Asked = { correlationId: currentCorrelationId(), traceContext: traceHeaders() };
    await database.query(sql.type(row())`
      insert into price_changes (id, price_id, at, value, valid_until, status, scheduled_by, asked, created_at, next_look_at)
      values (
        ${id}, ${price_id}, ${at}, ${value}, ${valid_until}, ${status}, ${JSON.stringify(scheduled_by)}::jsonb,
        ${JSON.stringify(asked)}::jsonb, ${created_at}, ${at}
      )`);
  },

  put: ({ id, status, previous_value, began_at, ended_at, ...change }: PriceChange): Promise<unknown> =>
    database.query(sql.type(row())`
      update price_changes
      set status = ${status}, previous_value = ${previous_value}, began_at = ${began_at}, ended_at = ${ended_at},
        next_look_at = ${nextMomentOf({ id, status, previous_value, began_at, ended_at, ...change })}
      where id = ${id}`),

  /** Refuses with NOT_FOUND. */
  async get(priceId: string, id: string): Promise<PriceChange> {
    const found = await database.maybeOne(sql.type(row<PriceChange>())`
      select ${columns} from price_changes where id = ${id} and price_id = ${priceId}`);
    if (!found) throw new Rejection('NOT_FOUND', `There is no change ${id} of price ${priceId}`);
    return found;
  },

  pendingOf: (priceId: string): Promise<readonly PriceChange[]> =>
    database.any(sql.type(row<PriceChange>())`
      select ${columns} from price_changes where price_id = ${priceId} and status in ('DUE', 'RUNNING') order by at`),

  askedBy: (id: string): Promise<Asked> =>
    database.oneFirst(sql.type(row<{ asked: Asked }>())`select asked from price_changes where id = ${id}`),

  async list(filter: Filter): Promise<{ total: number; items: PriceChange[] }> {
    const where = conditionOf(filter);
    const total = await database.oneFirst(sql.type(row<{ count: number }>())`select count(*) from price_changes where ${where}`);
    const items = await database.any(sql.type(row<PriceChange>())`
      select ${columns} from price_changes where ${where} order by at desc, id ${pageWindow(filter)}`);
    return { total, items: [...items] };
  },

  /** The deleted price is its own end: nothing of it is due any more. */
  cancelAll: (priceId: string): Promise<unknown> =>
    database.query(sql.type(row())`
      update price_changes set status = 'CANCELLED', ended_at = now(), next_look_at = null
      where price_id = ${priceId} and status in ('DUE', 'RUNNING')`),

  /** A price with something to do in its calendar, locked until the transaction ends; those that others have locked are passed over. */
  claimPrice: (now: string): Promise<string | null> =>
    database.maybeOneFirst(sql.type(row<{ id: string }>())`
      select prices.id from price_changes join prices on prices.id = price_changes.price_id
      where next_look_at <= ${now} order by next_look_at limit 1 for update of prices skip locked`),

  /** What was to be done for the price by now is looked at again after a while. */
  postpone: (priceId: string, { now, seconds }: { now: string; seconds: number }): Promise<unknown> =>
    database.query(sql.type(row())`
      update price_changes set next_look_at = ${now}::timestamptz + make_interval(secs => ${seconds})
      where price_id = ${priceId} and next_look_at <= ${now}`),

  /** For operators: how much there is to do in time, and what should have been done. */
  count: (): Promise<{ due: number; overdue: number }> =>
    database.one(sql.type(row<{ due: number; overdue: number }>())`
      select count(*) as due, count(*) filter (
        where case status when 'RUNNING' then valid_until else at end < now() - make_interval(secs => ${OVERDUE_SECONDS})
      ) as overdue
      from price_changes where next_look_at is not null`),
});

const columns = sql.fragment`
  id, price_id, at, value, valid_until, status, previous_value, scheduled_by, created_at, began_at, ended_at`;

function conditionOf({ status, price_id }: Filter) {
  const conditions = [
    sql.fragment`true`,
    ...(status ? [sql.fragment`status = any(${sql.array(status, 'varchar')})`] : []),
    ...(price_id ? [sql.fragment`price_id = any(${sql.array(price_id, 'uuid')})`] : []),
  ];
  return sql.join(conditions, sql.fragment` and `);
}
