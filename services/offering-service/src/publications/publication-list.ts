/** Publications to look at: asked for, started, decided, and how. Which of them are stuck only the engine knows; the caller tells. */
import { Rejection, windowOf } from '@catalog/contracts';
import { type Database, row, sql } from '@catalog/postgres';
import type { Publication, PublicationQuery } from '../publication-operations.ts';

export const publicationList = (database: Database, stuckSagaIds: readonly string[]) => ({
  /** The newest first. */
  async list(query: PublicationQuery): Promise<{ total: number; items: Publication[] }> {
    const { limit, offset } = windowOf(query);
    const where = filter(query, stuckSagaIds);
    const total = await database.oneFirst(sql.type(row<{ count: number }>())`
      select count(*) from publications p left join product_offerings o on o.id = p.offering_id where ${where}`);
    const items = await database.any(sql.type(row<Publication>())`
      ${selected(stuckSagaIds)} where ${where} order by p.requested_at desc, p.saga_id limit ${limit} offset ${offset}`);
    return { total, items: [...items] };
  },

  /** Refuses with NOT_FOUND. */
  async get(sagaId: string): Promise<Publication> {
    const publication = await database.maybeOne(sql.type(row<Publication>())`${selected(stuckSagaIds)} where p.saga_id = ${sagaId}`);
    if (!publication) throw new Rejection('NOT_FOUND', `There is no publication ${sagaId}`);
    return publication;
  },
});

function filter({ status, offering_id }: PublicationQuery, stuckSagaIds: readonly string[]) {
  return sql.join(
    [
      status ? sql.fragment`${statusOf(stuckSagaIds)} = ${status}` : sql.fragment`true`,
      offering_id ? sql.fragment`p.offering_id = ${offering_id}` : sql.fragment`true`,
    ],
    sql.fragment` and `,
  );
}

/** What was published is on record for ever, with the publication that did it. */
const statusOf = (stuckSagaIds: readonly string[]) => sql.fragment`
  case
    when p.saga_id::text = any(${sql.array(stuckSagaIds, 'text')}) then 'stuck'
    when p.ended_at is null then 'running'
    when exists (select from offering_revisions r where r.saga_id = p.saga_id) then 'published'
    else 'failed'
  end`;

/** Why one failed is kept in the history; the offering itself knows its last failure only. */
const selected = (stuckSagaIds: readonly string[]) => sql.fragment`
  select p.saga_id, p.offering_id, p.revision, o.name as offering_name, ${statusOf(stuckSagaIds)} as status,
    p.requested_at, p.started_at, p.ended_at, p.deadline_at, failed.failure, p.variables ->> 'correlationId' as correlation_id
  from publications p
  left join product_offerings o on o.id = p.offering_id
  left join lateral (
    select json_build_object('code', changed -> 'to' ->> 'code', 'message', changed -> 'to' ->> 'message') as failure
    from history h, json_array_elements(h.changes) changed
    where h.entity_id = p.offering_id and h.change = 'OfferingPublicationFailed'
      and changed ->> 'field' = 'last_publication_error' and changed -> 'to' ->> 'saga_id' = p.saga_id::text
    limit 1
  ) failed on true`;
