/** Gives back what the engine holds for a worker that is stopping and has not begun, so that others need not wait until its locks end. */
import { log } from '@catalog/observability';
import type { Engine } from '../engine/index.ts';

export type Leaving = { engine: Engine; workerId: string; isRunning: (taskId: string) => boolean };

/** The answer to its last poll may be lost, and with it tasks that nobody else gets meanwhile. Never throws: the locks end by themselves. */
export async function handBack({ engine, workerId, isRunning }: Leaving): Promise<void> {
  try {
    const held = await engine.call({ path: '/external-task', query: { workerId, locked: true } }) as { id: string }[];
    const notBegun = held.filter(({ id }) => !isRunning(id));
    await Promise.all(notBegun.map(({ id }) => engine.call({ method: 'POST', path: `/external-task/${id}/unlock` })));
    if (notBegun.length > 0) log.info('Saga tasks handed back', { worker_id: workerId, tasks: notBegun.length });
  } catch (error) {
    log.warn('Saga tasks could not be handed back', { worker_id: workerId, error });
  }
}
