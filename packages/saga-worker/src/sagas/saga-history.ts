/** Reads what the engine has on record of a saga: its activities, its open tasks and why it failed. */
import type { Engine } from '../engine/index.ts';
import type { Activity, OpenTask, SagaHistory } from './saga-progress.ts';

/** A saga has more than one process when another had to bring it to its end; the oldest first. */
export async function readSagaHistory(engine: Engine, processInstanceIds: readonly string[]): Promise<SagaHistory> {
  const histories = await Promise.all(processInstanceIds.map((id) => readProcessHistory(engine, id)));
  return {
    activities: histories.flatMap(({ activities }) => activities),
    tasks: histories.flatMap(({ tasks }) => tasks),
    failureMessage: histories.findLast(({ failureMessage }) => failureMessage !== null)?.failureMessage ?? null,
  };
}

async function readProcessHistory(engine: Engine, processInstanceId: string): Promise<SagaHistory> {
  const [activities, tasks, variables] = (await Promise.all([
    engine.call({ path: '/history/activity-instance', query: { processInstanceId, sortBy: 'startTime', sortOrder: 'asc' } }),
    engine.call({ path: '/external-task', query: { processInstanceId } }),
    engine.call({ path: '/history/variable-instance', query: { processInstanceId, variableName: 'failureMessage' } }),
  ])) as [Activity[], OpenTask[], { value: string }[]];
  return { activities, tasks, failureMessage: variables[0]?.value ?? null };
}
