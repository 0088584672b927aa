/** Has a saga whose process is gone undone by a new process, which begins at the first undoing step. */
import { type FailureVariables, PUBLICATION_PROCESS, type PublicationVariables, type SettlingTopic } from '@catalog/contracts';
import { log } from '@catalog/observability';
import { type Engine, engineVariables } from '../engine/index.ts';
import { sagaStatus } from './saga-status.ts';

const FIRST_UNDOING_STEP: SettlingTopic = 'revert-offering';

/** False while a process runs, which will do it. The first step decides: what is published already is released, all else is undone. */
export async function undoSaga(engine: Engine, variables: PublicationVariables, failure: FailureVariables): Promise<boolean> {
  const { sagaId, offeringId } = variables;
  if ((await sagaStatus(engine, sagaId)) === 'running') return false;
  await engine.call({
    path: `/process-definition/key/${PUBLICATION_PROCESS}/start`,
    json: {
      businessKey: sagaId,
      variables: engineVariables({ ...variables, ...failure }),
      startInstructions: [{ type: 'startBeforeActivity', activityId: FIRST_UNDOING_STEP }],
    },
  });
  log.warn('Saga started at its undoing', { saga_id: sagaId, offering_id: offeringId, code: failure.failureCode });
  return true;
}
