/** What an operator sees of events the relay gave up, and how to have them published after all once the cause is mended. */
import { type Database, row, sql } from '../connection/index.ts';

export type FailedEvent = {
  event_id: string;
  aggregate_id: string;
  topic: string;
  attempts: number;
  created_at: string;
  error_message: string | null;
};

export const failedEvents = (database: Database, limit = 100): Promise<readonly FailedEvent[]> => database.any(listFailed(limit));

/** How many go back to the queue; the relay finds them at its next poll. */
export async function requeueFailedEvents(database: Database): Promise<number> {
  const { rowCount } = await database.query(requeue());
  return rowCount;
}

const listFailed = (limit: number) => sql.type(row<FailedEvent>())`
  select event_id, aggregate_id, topic, attempts, created_at, error_message
  from outbox
  where status = 'FAILED'
  order by seq
  limit ${limit}`;

const requeue = () => sql.type(row())`
  update outbox
  set status = 'PENDING', attempts = 0, next_attempt_at = now(), error_message = null
  where status = 'FAILED'`;
