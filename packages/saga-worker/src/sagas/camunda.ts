/** What a service asks of the engine about publications: start one, cancel it, undo it, see its status, and retry one that is stuck. */
import { CANCEL_MESSAGE, type FailureVariables, PUBLICATION_PROCESS, type PublicationVariables } from '@catalog/contracts';
import { log } from '@catalog/observability';
import { engineAt, EngineRefusal, engineVariables, type ProcessInstances, processInstances } from '../engine/index.ts';
import { inSagaSpan } from './in-saga-span.ts';
import { type SagaOperations, sagaOperations } from './saga-operations.ts';
import { type SagaStatus, sagaStatus } from './saga-status.ts';
import { undoSaga } from './undo-saga.ts';

export type Camunda = SagaOperations & {
  /** Does nothing if a saga with this id runs or ran, so it may be repeated until it succeeds. */
  start(variables: PublicationVariables): Promise<void>;
  /** False if the saga does not run, or is past what can be cancelled. */
  cancel(sagaId: string): Promise<boolean>;
  status(sagaId: string): Promise<SagaStatus>;
  /** Has what is left of a saga undone by a new process. False if one of its processes runs, which then does it. */
  undo(variables: PublicationVariables, failure: FailureVariables): Promise<boolean>;
  reachable(): Promise<boolean>;
};

export function createCamunda(camundaUrl: string): Camunda {
  const engine = engineAt(camundaUrl);
  const sagas = processInstances(engine, PUBLICATION_PROCESS);
  return {
    start: (variables) =>
      inSagaSpan(`${PUBLICATION_PROCESS} start`, { ...variables, id: variables.sagaId }, () => startOnce(sagas, variables)),

    cancel: (sagaId) => sagas.sendMessage(sagaId, CANCEL_MESSAGE),

    status: (sagaId) => sagaStatus(engine, sagaId),

    undo: (variables, failure) =>
      inSagaSpan(`${PUBLICATION_PROCESS} undo`, { ...variables, id: variables.sagaId }, () => undoSaga(engine, variables, failure)),

    ...sagaOperations(camundaUrl),

    reachable: () =>
      engine.call({ path: '/version' }).then(
        () => true,
        (error: unknown) => error instanceof EngineRefusal && error.status < 500,
      ),
  };
}

async function startOnce(sagas: ProcessInstances, variables: PublicationVariables): Promise<void> {
  const isNew = await sagas.start(variables.sagaId, engineVariables(variables));
  log.info(isNew ? 'Saga started' : 'Saga was started before', { saga_id: variables.sagaId, offering_id: variables.offeringId });
}
