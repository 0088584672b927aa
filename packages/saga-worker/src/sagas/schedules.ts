/** What a service asks of the engine about schedules: wait until one is due, and stop waiting. */
import { END_SCHEDULE_MESSAGE, SCHEDULE_PROCESS, type ScheduleVariables } from '@catalog/contracts';
import { log } from '@catalog/observability';
import { engineAt, engineVariables, type ProcessInstances, processInstances } from '../engine/index.ts';
import { inSagaSpan } from './in-saga-span.ts';

export type Schedules = {
  /** For a schedule that holds: repeated, it gives new attempts to one that is stuck, and replaces one whose process is gone. */
  start(variables: ScheduleVariables): Promise<void>;
  /** False if the schedule does not wait (any more). */
  end(scheduleId: string): Promise<boolean>;
};

export function createSchedules(camundaUrl: string): Schedules {
  const instances = processInstances(engineAt(camundaUrl), SCHEDULE_PROCESS);
  return {
    start: (variables) =>
      inSagaSpan(`${SCHEDULE_PROCESS} start`, { ...variables, id: variables.scheduleId }, () => ensureRunning(instances, variables)),

    end: (scheduleId) => instances.sendMessage(scheduleId, END_SCHEDULE_MESSAGE),
  };
}

async function ensureRunning(instances: ProcessInstances, variables: ScheduleVariables): Promise<void> {
  const { scheduleId, offeringId, dueAt } = variables;
  const facts = { schedule_id: scheduleId, offering_id: offeringId, due_at: dueAt };
  if ((await instances.state(scheduleId)) !== 'running') {
    await instances.startAnother(scheduleId, engineVariables(variables));
    log.info('Schedule started', facts);
  } else if ((await instances.retry(scheduleId)) > 0) {
    log.info('Schedule retried', facts);
  }
}
