/** Publications in Postgres: a row each, from the request until nothing of it is left to do anywhere. */
import type { Offering, PublicationVariables } from '@catalog/contracts';
import { currentCorrelationId, traceHeaders } from '@catalog/observability';
import { type Database, row, sql } from '@catalog/postgres';

type Publishing = { offering: Offering; deadlineSeconds: number; now: string };

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
});

const variablesOf = (offering: Offering, deadlineSeconds: number): PublicationVariables => ({
  offeringId: offering.id,
  offeringVersion: offering.version,
  sagaId: offering.saga_id!,
  specificationIds: offering.specification_ids,
  pricingIds: offering.pricing_ids,
  correlationId: currentCorrelationId(),
  traceContext: traceHeaders(),
  deadline: `PT${deadlineSeconds}S`,
});
