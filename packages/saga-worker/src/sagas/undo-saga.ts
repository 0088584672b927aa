/** Sagas whose process is gone before its end: how to know them, and how to have them undone after all. */
import { type FailureVariables, PUBLICATION_PROCESS, type PublicationVariables, type SettlingTopic } from '@catalog/contracts';
import { log } from '@catalog/observability';
import { type Engine, engineVariables, processInstances } from '../engine/index.ts';
import { sagaVariablesTo } from '../saga-variables.ts';

/** `lost`: the engine does not know the saga, or its process was deleted. */
export type SagaFate = 'running' | 'completed' | 'lost';

const FIRST_UNDOING_STEP: SettlingTopic = 'revert-offering';

export async function fateOf(engine: Engine, sagaId: string): Promise<SagaFate> {
  const instances = await processInstances(engine, PUBLICATION_PROCESS).find(sagaId);
  if (instances.some(({ endTime }) => endTime === null)) return 'running';
  return instances.some(({ state }) => state === 'COMPLETED') ? 'completed' : 'lost';
}

/** The offering service decides in the first step: what it has published is released, all else is undone. */
export async function undoOnce(engine: Engine, variables: PublicationVariables, failure: FailureVariables): Promise<boolean> {
  const { sagaId, offeringId } = variables;
  if (await fateOf(engine, sagaId) === 'running') return false;
  await engine.call({
    path: `/process-definition/key/${PUBLICATION_PROCESS}/start`,
    json: {
      businessKey: sagaId,
      variables: { ...sagaVariablesTo(variables), ...engineVariables(failure) },
      startInstructions: [{ type: 'startBeforeActivity', activityId: FIRST_UNDOING_STEP }],
    },
  });
  log.warn('Saga started at its undoing', { saga_id: sagaId, offering_id: offeringId, code: failure.failureCode });
  return true;
}
