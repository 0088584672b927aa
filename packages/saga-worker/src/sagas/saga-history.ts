/** What the engine remembers of a saga that runs or ran: its activities, its open tasks and why it failed. */
import type { Engine } from '../engine/index.ts';
import type { Activity, OpenTask, SagaMemory } from './saga-progress.ts';

/** A saga has more than one process when another had to bring it to its end; the oldest first. */
export async function memoryOf(engine: Engine, processInstanceIds: readonly string[]): Promise<SagaMemory> {
  const memories = await Promise.all(processInstanceIds.map((id) => memoryOfProcess(engine, id)));
  return {
    activities: memories.flatMap(({ activities }) => activities),
    tasks: memories.flatMap(({ tasks }) => tasks),
    failureMessage: memories.findLast(({ failureMessage }) => failureMessage !== null)?.failureMessage ?? null,
  };
}

async function memoryOfProcess(engine: Engine, processInstanceId: string): Promise<SagaMemory> {
  const [activities, tasks, variables] = await Promise.all([
    engine.call({ path: '/history/activity-instance', query: { processInstanceId, sortBy: 'startTime', sortOrder: 'asc' } }),
    engine.call({ path: '/external-task', query: { processInstanceId } }),
    engine.call({ path: '/history/variable-instance', query: { processInstanceId, variableName: 'failureMessage' } }),
  ]) as [Activity[], OpenTask[], { value: string }[]];
  return { activities, tasks, failureMessage: variables[0]?.value ?? null };
}
