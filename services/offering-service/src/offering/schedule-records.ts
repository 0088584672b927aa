/** The records of schedules: a row each, until the engine has nothing to do for it any more. */
import { type Actor, actorOf, type Offering, type Schedule, schedulesOf, type ScheduleVariables } from '@catalog/contracts';
import { currentCorrelationId, traceHeaders } from '@catalog/observability';
import { type Change, type Database, row, sql } from '@catalog/postgres';

export type ClaimedSchedule = { variables: ScheduleVariables; is_ended: boolean; is_overdue: boolean };

/** Longer than telling the engine can take. */
const CLAIM_SECONDS = 30;
/** After this the engine is told again of what should have happened: it may be stuck, or have lost the process. */
const OVERDUE_SECONDS = 300;

export const scheduleRecords = (database: Database) => ({
  /** Goes with every change of an offering: a schedule that it has now is added, one that it has no more is ended. */
  async follow({ before, after, actor }: Change<Offering>): Promise<void> {
    const [was, is] = [byId(before ? schedulesOf(before) : []), byId(schedulesOf(after))];
    for (const id of was.keys()) if (!is.has(id)) await database.query(end(id));
    for (const [id, schedule] of is) {
      if (!was.has(id)) await database.query(add(after.id, schedule, actor));
      else if (actor.role !== 'SERVICE' && schedule.approved_version !== was.get(id)?.approved_version)
        await database.query(approve(id, actor));
    }
  },

  /** Null when the schedule does not hold any more. */
  scheduledBy: (scheduleId: string): Promise<Actor | null> =>
    database.maybeOneFirst(sql.type(row<{ scheduled_by: Actor }>())`
      select scheduled_by from schedules where schedule_id = ${scheduleId} and ended_at is null`),

  /** Nobody else gets it for a while; no lock is held, so that whoever ends the schedule meanwhile need not wait for the engine. */
  claimNext: (): Promise<ClaimedSchedule | null> =>
    database.maybeOne(sql.type(row<ClaimedSchedule>())`
      update schedules set next_look_at = now() + make_interval(secs => ${CLAIM_SECONDS})
      where schedule_id = (
        select schedule_id from schedules where next_look_at <= now() order by next_look_at limit 1 for update skip locked
      )
      returning variables, ended_at is not null as is_ended, due_at < now() - make_interval(secs => ${OVERDUE_SECONDS}) as is_overdue`),

  release: (scheduleId: string): Promise<unknown> =>
    database.query(sql.type(row())`update schedules set next_look_at = now() where schedule_id = ${scheduleId}`),

  /** The engine waits for it, and is asked again when it should have happened. One that ended meanwhile is left to be ended there. */
  markStarted: (scheduleId: string): Promise<unknown> =>
    database.query(sql.type(row())`
      update schedules set next_look_at = greatest(due_at, now()) + make_interval(secs => ${OVERDUE_SECONDS})
      where schedule_id = ${scheduleId} and ended_at is null`),

  forget: (scheduleId: string): Promise<unknown> =>
    database.query(sql.type(row())`delete from schedules where schedule_id = ${scheduleId}`),
});

const byId = (schedules: readonly Schedule[]): Map<string, Schedule> =>
  new Map(schedules.map((schedule) => [schedule.schedule_id, schedule]));

/** It is carried out in the name of whoever approved it last. */
const approve = (scheduleId: string, actor: Actor) => sql.type(row())`
  update schedules set scheduled_by = ${JSON.stringify(actorOf(actor))}::jsonb where schedule_id = ${scheduleId}`;

const add = (offeringId: string, { schedule_id, action, at }: Schedule, actor: Actor) => {
  const correlation = { correlationId: currentCorrelationId(), traceContext: traceHeaders() };
  const variables: ScheduleVariables = { scheduleId: schedule_id, offeringId, action, dueAt: at, ...correlation };
  return sql.type(row())`
    insert into schedules (schedule_id, offering_id, scheduled_by, variables, due_at, next_look_at)
    values (
      ${schedule_id}, ${offeringId}, ${JSON.stringify(actorOf(actor))}::jsonb, ${JSON.stringify(variables)}::jsonb, ${at}, now()
    )`;
};

const end = (scheduleId: string) => sql.type(row())`
  update schedules set ended_at = now(), next_look_at = now() where schedule_id = ${scheduleId}`;
