/** What is due: every schedule that holds, with the revision of the offering that it is about. */
import { windowOf } from '@catalog/contracts';
import { type Database, row, sql } from '@catalog/postgres';
import type { DueOffering, ScheduleQuery } from '../schedule-operations.ts';

/** The soonest first. */
export async function scheduleList(database: Database, query: ScheduleQuery): Promise<{ total: number; items: DueOffering[] }> {
  const { limit, offset } = windowOf(query);
  const where = filter(query);
  const total = await database.oneFirst(sql.type(row<{ count: number }>())`select count(*) ${joined} where ${where}`);
  const items = await database.any(sql.type(row<DueOffering>())`
    select s.schedule_id, s.variables ->> 'action' as action, s.due_at as at, o.id as offering_id,
      case when is_next then o.next_revision ->> 'name' else o.name end as offering_name,
      case when is_next then (o.next_revision ->> 'revision')::integer else o.revision end as revision,
      s.scheduled_by ->> 'username' as scheduled_by
    ${joined} where ${where} order by s.due_at, s.schedule_id limit ${limit} offset ${offset}`);
  return { total, items: [...items] };
}

const joined = sql.fragment`
  from schedules s
  join product_offerings o on o.id = s.offering_id
  cross join lateral (select s.schedule_id::text in (
    coalesce(o.next_revision -> 'scheduled' ->> 'schedule_id', ''), coalesce(o.next_revision -> 'scheduled_retirement' ->> 'schedule_id', '')
  ) as is_next) as about`;

function filter({ action, from, until }: ScheduleQuery) {
  return sql.join(
    [
      sql.fragment`s.ended_at is null`,
      ...(action ? [sql.fragment`s.variables ->> 'action' = ${action}`] : []),
      ...(from ? [sql.fragment`s.due_at >= ${from}`] : []),
      ...(until ? [sql.fragment`s.due_at < ${until}`] : []),
    ],
    sql.fragment` and `,
  );
}
