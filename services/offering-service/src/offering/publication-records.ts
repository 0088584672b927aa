/** The records of publications: a row each, from the request until nothing of it is left to do anywhere. */
import { type Offering, openRevision, type PublicationVariables } from '@catalog/contracts';
import { currentCorrelationId, traceHeaders } from '@catalog/observability';
import { type Change, type Database, row, sql } from '@catalog/postgres';

type Publishing = Pick<Offering, 'id' | 'version' | 'saga_id' | 'specification_ids' | 'pricing_ids'> & { revision: number };

/** One that nobody else starts, settles or gives up for a while; which claim of it this is, is in `claims`. */
type Claimed = { variables: PublicationVariables; claims: number };
export type ClaimedToStart = Claimed & { is_overdue: boolean };
export type ClaimedToSettle = Claimed & { is_publishing: boolean };

/** Longer than the engine can take to be asked and told: two answers to start a process, three to undo one. */
const STARTING_SECONDS = 25;
const SETTLING_SECONDS = 40;
const STRAYS_AT_ONCE = 100;

export const publicationRecords = (database: Database) => ({
  /** Goes with every change of an offering: what has become PUBLISHING is on record, and will be started. */
  async follow({ before, after }: Change<Offering>, deadlineSeconds: number): Promise<void> {
    const publishing = publishingOf(after);
    if (!publishing || (before && publishingOf(before)?.saga_id === publishing.saga_id)) return;
    const requested_at = after.updated_at;
    const deadline_at = new Date(Date.parse(requested_at) + deadlineSeconds * 1000).toISOString();
    const variables = JSON.stringify(variablesOf(publishing, deadlineSeconds));
    await database.query(sql.type(row())`
      insert into publications (saga_id, offering_id, revision, variables, requested_at, deadline_at)
      values (${publishing.saga_id}, ${after.id}, ${publishing.revision}, ${variables}::jsonb, ${requested_at}, ${deadline_at})`);
  },

  /** Claims the most urgent one not yet started; null when none waits that nobody else has claimed. */
  claimToStart: (now: string): Promise<ClaimedToStart | null> =>
    database.maybeOne(sql.type(row<ClaimedToStart>())`
      update publications set claimed_until = now() + make_interval(secs => ${STARTING_SECONDS}), claims = claims + 1
      where saga_id = (
        select saga_id from publications
        where started_at is null and ended_at is null and ${unclaimed}
        order by deadline_at limit 1 for update skip locked
      )
      returning variables, claims, deadline_at < ${now} as is_overdue`),

  /** Ends a claim before its time, with nothing done. */
  release: ({ variables: { sagaId }, claims }: Claimed): Promise<unknown> =>
    database.query(sql.type(row())`update publications set claimed_until = null where saga_id = ${sagaId} and claims = ${claims}`),

  markStarted: (sagaId: string): Promise<unknown> =>
    database.query(sql.type(row())`update publications set started_at = now(), claimed_until = null where saga_id = ${sagaId}`),

  /** What becomes of the offering is decided. Resolves to the seconds it took, or to null when it had ended before. */
  markEnded: (sagaId: string): Promise<number | null> =>
    database.maybeOneFirst(sql.type(row<{ seconds: number }>())`
      update publications set ended_at = now() where saga_id = ${sagaId} and ended_at is null
      returning extract(epoch from now() - requested_at)::float8 as seconds`),

  /** The one that has not ended, locked. Its start may be under way while it is claimed. */
  lockRunning: (offeringId: string): Promise<{ is_started: boolean; is_claimed: boolean } | null> =>
    database.maybeOne(sql.type(row<{ is_started: boolean; is_claimed: boolean }>())`
      select started_at is not null as is_started, not ${unclaimed} as is_claimed from publications
      where offering_id = ${offeringId} and ended_at is null for update`),

  /** Claims one that nobody has looked into for so long, started or not. It counts as looked into, so that others come first. */
  claimToSettle: (quietSeconds: number): Promise<ClaimedToSettle | null> =>
    database.maybeOne(sql.type(row<ClaimedToSettle>())`
      update publications set checked_at = now(), claimed_until = now() + make_interval(secs => ${SETTLING_SECONDS}), claims = claims + 1
      where saga_id = (
        select saga_id from publications
        where settled_at is null and ${unclaimed}
          and greatest(started_at, ended_at, checked_at) < now() - make_interval(secs => ${quietSeconds})
        order by greatest(started_at, ended_at, checked_at) limit 1 for update skip locked
      )
      returning variables, claims, exists (
        select from product_offerings where publishing_saga_id = publications.saga_id
      ) as is_publishing`),

  markSettled: (sagaId: string): Promise<unknown> =>
    database.query(sql.type(row())`update publications set settled_at = now(), claimed_until = null where saga_id = ${sagaId}`),

  /** Revisions that are PUBLISHING while no record says so, as after a backup of another time was restored. */
  unrecorded: (): Promise<readonly Publishing[]> =>
    database.any(sql.type(row<Publishing>())`
      select id, version, publishing_saga_id as saga_id, coalesce((next_revision ->> 'revision')::integer, revision) as revision,
        ${idsToPublish('specification_ids')} as specification_ids, ${idsToPublish('pricing_ids')} as pricing_ids
      from product_offerings
      where publishing_saga_id is not null and not exists (
        select from publications where publications.saga_id = publishing_saga_id and settled_at is null
      )
      limit ${STRAYS_AT_ONCE}`),

  /** Makes up the record of one, as if it had been started just now. */
  record: (offering: Publishing, deadlineSeconds: number): Promise<unknown> =>
    database.query(sql.type(row())`
      insert into publications (saga_id, offering_id, revision, variables, requested_at, deadline_at, started_at)
      values (${offering.saga_id}, ${offering.id}, ${offering.revision}, ${JSON.stringify(variablesOf(offering, deadlineSeconds))}::jsonb, now(), now(), now())
      on conflict (saga_id) do update set settled_at = null, checked_at = now()`),

  countOverdue: (): Promise<number> =>
    database.oneFirst(sql.type(row<{ count: number }>())`
      select count(*) from publications
      join product_offerings on publishing_saga_id = publications.saga_id
      where deadline_at < now()`),
});

/** The revision that is being published, as the saga needs it; undefined when none is. */
function publishingOf(offering: Offering): Publishing | undefined {
  const open = openRevision(offering);
  return open?.lifecycle_status === 'PUBLISHING' ? { ...open, id: offering.id, version: offering.version } : undefined;
}

const idsToPublish = (field: 'specification_ids' | 'pricing_ids') => sql.fragment`
  case
    when next_revision is null then ${sql.identifier([field])}
    else array(select jsonb_array_elements_text(next_revision -> ${sql.literalValue(field)})::uuid)
  end`;

const unclaimed = sql.fragment`coalesce(claimed_until < now(), true)`;

const variablesOf = (offering: Publishing, deadlineSeconds: number): PublicationVariables => ({
  offeringId: offering.id,
  offeringVersion: offering.version,
  sagaId: offering.saga_id!,
  specificationIds: offering.specification_ids,
  pricingIds: offering.pricing_ids,
  correlationId: currentCorrelationId(),
  traceContext: traceHeaders(),
  deadline: `PT${deadlineSeconds}S`,
});
