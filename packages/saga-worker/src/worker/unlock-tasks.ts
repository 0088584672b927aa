/** Unlocks the tasks that a stopping worker was given and has not begun, so that other workers get them before the locks expire. */
import { log } from '@catalog/observability';
import type { Engine } from '../engine/index.ts';

export type StoppingWorker = { engine: Engine; workerId: string; isRunning: (taskId: string) => boolean };

/** Also tasks that came with an answer the worker never saw. Never throws: the locks expire by themselves. */
export async function unlockTasks({ engine, workerId, isRunning }: StoppingWorker): Promise<void> {
  try {
    const held = (await engine.call({ path: '/external-task', query: { workerId, locked: true } })) as { id: string }[];
    const notBegun = held.filter(({ id }) => !isRunning(id));
    await Promise.all(notBegun.map(({ id }) => engine.call({ method: 'POST', path: `/external-task/${id}/unlock` })));
    if (notBegun.length > 0) log.info('Saga tasks unlocked', { worker_id: workerId, tasks: notBegun.length });
  } catch (error) {
    log.warn('Saga tasks could not be unlocked', { worker_id: workerId, error });
  }
}
