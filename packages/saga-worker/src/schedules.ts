/** What a service asks of the engine about schedules: wait until one is due, or no longer. */
import { END_SCHEDULE_MESSAGE, SCHEDULE_PROCESS, type ScheduleVariables } from '@catalog/contracts';
import { inSpan, log, withContext } from '@catalog/observability';
import { engineAt } from './engine.ts';
import { engineVariables } from './engine-variables.ts';
import { processInstances } from './process-instances.ts';

export type Schedules = {
  /** Does nothing if a schedule with this id waits or is over, so it may be repeated until it succeeds. */
  start(variables: ScheduleVariables): Promise<void>;
  /** False if the schedule does not wait (any more). */
  end(scheduleId: string): Promise<boolean>;
};

export function createSchedules(camundaUrl: string): Schedules {
  const instances = processInstances(engineAt(camundaUrl), SCHEDULE_PROCESS);
  return {
    start: (variables) => inSpan({
      name: `SAGA ${SCHEDULE_PROCESS} start`,
      kind: 'producer',
      parent: variables.traceContext,
      attributes: { 'saga.id': variables.scheduleId },
    }, () => withContext({ correlation_id: variables.correlationId }, async () => {
      const isNew = await instances.start(variables.scheduleId, engineVariables(variables));
      if (isNew) log.info('Schedule started', { schedule_id: variables.scheduleId, offering_id: variables.offeringId, due_at: variables.dueAt });
    })),

    end: (scheduleId) => instances.tell(scheduleId, END_SCHEDULE_MESSAGE),
  };
}
