/** Has the engine wait for every schedule, and no longer for one that has ended; tries again until it has heard. */
import { log, onBehalfOf } from '@catalog/observability';
import type { Database } from '@catalog/postgres';
import type { Schedules } from '@catalog/saga-worker';
import { type Repeated, repeatedly } from '@catalog/timing';
import { type ClaimedSchedule, scheduleRecords } from '../offering/index.ts';
import { starterRhythm } from '../starter-rhythm.ts';

export type ScheduleEngine = Schedules & {
  /** Called until it succeeds once. */
  deploy(): Promise<void>;
};

export function startScheduleStarter({ database, engine }: { database: Database; engine: ScheduleEngine }): Repeated {
  let isDeployed = false;
  return repeatedly({
    ...starterRhythm,
    onFailure: (error, failures) => log.warn('The engine cannot be told of schedules at the moment', { error, failures }),
    async work(stopped) {
      if (!isDeployed) await engine.deploy();
      isDeployed = true;
      while (!stopped.aborted && (await bringNextToEngine(database, engine)));
    },
  });
}

/** False when there is none. One that the engine does not hear of goes to the end of the queue. */
async function bringNextToEngine(database: Database, engine: ScheduleEngine): Promise<boolean> {
  const next = await scheduleRecords(database).claimNext();
  if (!next) return false;
  try {
    await onBehalfOf(next.variables, () => bringToEngine(next, database, engine));
  } catch (error) {
    await scheduleRecords(database).release(next.variables.scheduleId);
    throw error;
  }
  return true;
}

async function bringToEngine(
  { variables, is_ended, is_overdue }: ClaimedSchedule,
  database: Database,
  engine: ScheduleEngine,
): Promise<void> {
  const { scheduleId, offeringId, action, dueAt } = variables;
  if (is_ended) {
    await engine.end(scheduleId);
    await scheduleRecords(database).forget(scheduleId);
    return;
  }
  if (is_overdue) log.warn('Schedule is overdue', { schedule_id: scheduleId, offering_id: offeringId, action, due_at: dueAt });
  await engine.start(variables);
  await scheduleRecords(database).markStarted(scheduleId);
}
