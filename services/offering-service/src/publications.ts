/** Publications in Postgres: a row each, from the request until nothing of it is left to do anywhere. */
import { type Offering, type PublicationVariables, Rejection } from '@catalog/contracts';
import { currentCorrelationId, traceHeaders } from '@catalog/observability';
import { type Database, row, sql } from '@catalog/postgres';

type Publishing = { offering: Offering; deadlineSeconds: number; now: string };
type Stray = Pick<Offering, 'id' | 'version' | 'saga_id' | 'specification_ids' | 'pricing_ids'>;
export type Unsettled = { variables: PublicationVariables; is_publishing: boolean };

const STRAYS_AT_ONCE = 100;
const FORGOTTEN_AT_ONCE = 1_000;

export const publications = (database: Database) => ({
  /** Belongs into the transaction that makes the offering PUBLISHING: what is committed will be started. */
  request({ offering, deadlineSeconds, now }: Publishing): Promise<unknown> {
    const deadline_at = new Date(Date.parse(now) + deadlineSeconds * 1000).toISOString();
    const variables = JSON.stringify(variablesOf(offering, deadlineSeconds));
    return database.query(sql.type(row())`
      insert into publications (saga_id, offering_id, variables, requested_at, deadline_at)
      values (${offering.saga_id}, ${offering.id}, ${variables}::jsonb, ${now}, ${deadline_at})`);
  },

  /** The most urgent one not yet started, locked; null when none waits that nobody else has taken. */
  nextToStart: (now: string): Promise<{ variables: PublicationVariables; is_overdue: boolean } | null> =>
    database.maybeOne(sql.type(row<{ variables: PublicationVariables; is_overdue: boolean }>())`
      select variables, deadline_at < ${now} as is_overdue from publications
      where started_at is null and ended_at is null
      order by deadline_at limit 1 for update skip locked`),

  started: (sagaId: string): Promise<unknown> =>
    database.query(sql.type(row())`update publications set started_at = now() where saga_id = ${sagaId}`),

  /** What becomes of the offering is decided. Resolves to the seconds it took, or to null when it had ended before. */
  ended: (sagaId: string): Promise<number | null> =>
    database.maybeOneFirst(sql.type(row<{ seconds: number }>())`
      update publications set ended_at = now() where saga_id = ${sagaId} and ended_at is null
      returning extract(epoch from now() - requested_at)::float8 as seconds`),

  /** The one that has not ended, locked; waits for whoever starts or ends it just now, and refuses with SERVICE_UNAVAILABLE if that takes long. */
  async hold(offeringId: string): Promise<{ is_started: boolean } | null> {
    await database.query(sql.type(row())`select set_config('lock_timeout', ${HOLD_LIMIT}, true)`);
    try {
      return await database.maybeOne(sql.type(row<{ is_started: boolean }>())`
        select started_at is not null as is_started from publications
        where offering_id = ${offeringId} and ended_at is null for update`);
    } catch (error) {
      if (!isLockTimeout(error)) throw error;
      throw new Rejection('SERVICE_UNAVAILABLE', 'This publication is just being started; try again');
    }
  },

  /** One that nobody has looked into for so long, locked: started, or ended without having been. */
  nextToSettle: (quietSeconds: number): Promise<Unsettled | null> =>
    database.maybeOne(sql.type(row<Unsettled>())`
      select variables, exists (
        select from product_offerings
        where product_offerings.saga_id = publications.saga_id and lifecycle_status = 'PUBLISHING'
      ) as is_publishing
      from publications
      where settled_at is null and greatest(started_at, ended_at, checked_at) < now() - make_interval(secs => ${quietSeconds})
      order by greatest(started_at, ended_at, checked_at) limit 1 for update of publications skip locked`),

  checked: (sagaId: string): Promise<unknown> =>
    database.query(sql.type(row())`update publications set checked_at = now() where saga_id = ${sagaId}`),

  settled: (sagaId: string): Promise<unknown> =>
    database.query(sql.type(row())`update publications set settled_at = now() where saga_id = ${sagaId}`),

  /** Offerings that are PUBLISHING while no row says that there is something to settle. */
  strays: (): Promise<readonly Stray[]> =>
    database.any(sql.type(row<Stray>())`
      select id, version, saga_id, specification_ids, pricing_ids from product_offerings
      where lifecycle_status = 'PUBLISHING' and not exists (
        select from publications where publications.saga_id = product_offerings.saga_id and settled_at is null
      )
      limit ${STRAYS_AT_ONCE}`),

  /** Makes up the row as if it had been started just now. */
  adopt: (stray: Stray, deadlineSeconds: number): Promise<unknown> =>
    database.query(sql.type(row())`
      insert into publications (saga_id, offering_id, variables, requested_at, deadline_at, started_at)
      values (${stray.saga_id}, ${stray.id}, ${JSON.stringify(variablesOf(stray, deadlineSeconds))}::jsonb, now(), now(), now())
      on conflict (saga_id) do update set settled_at = null, checked_at = now()`),

  forgetSettled: (days: number): Promise<unknown> =>
    database.query(sql.type(row())`
      delete from publications where saga_id in (
        select saga_id from publications where settled_at < now() - make_interval(days => ${days}) limit ${FORGOTTEN_AT_ONCE}
      )`),

  countOverdue: (): Promise<number> =>
    database.oneFirst(sql.type(row<{ count: number }>())`
      select count(*) from publications
      join product_offerings on product_offerings.saga_id = publications.saga_id and lifecycle_status = 'PUBLISHING'
      where deadline_at < now()`),
});

const HOLD_LIMIT = '2s';
const isLockTimeout = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === '55P03';

const variablesOf = (offering: Stray, deadlineSeconds: number): PublicationVariables => ({
  offeringId: offering.id,
  offeringVersion: offering.version,
  sagaId: offering.saga_id!,
  specificationIds: offering.specification_ids,
  pricingIds: offering.pricing_ids,
  correlationId: currentCorrelationId(),
  traceContext: traceHeaders(),
  deadline: `PT${deadlineSeconds}S`,
});
