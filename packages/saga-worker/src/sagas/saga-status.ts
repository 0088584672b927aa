/** Whether a process still works on a saga, has completed it, or is gone. */
import { PUBLICATION_PROCESS } from '@catalog/contracts';
import { type Engine, processInstances } from '../engine/index.ts';

/** `lost`: the engine does not know the saga, or its process was deleted. */
export type SagaStatus = 'running' | 'completed' | 'lost';

export async function sagaStatus(engine: Engine, sagaId: string): Promise<SagaStatus> {
  const instances = await processInstances(engine, PUBLICATION_PROCESS).find(sagaId);
  if (instances.some(({ endTime }) => endTime === null)) return 'running';
  return instances.some(({ state }) => state === 'COMPLETED') ? 'completed' : 'lost';
}
