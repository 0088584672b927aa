/** What a service asks of the engine about sagas: start one, cancel it, have it undone, see how it stands, and help one that is stuck. */
import { CANCEL_MESSAGE, type FailureVariables, PUBLICATION_PROCESS, type PublicationVariables } from '@catalog/contracts';
import { inSpan, log, withContext } from '@catalog/observability';
import { engineAt, EngineRefusal, type InstanceState, type ProcessInstances, processInstances } from '../engine/index.ts';
import { fateOf, type SagaFate, undoOnce } from './undo-saga.ts';
import { sagaVariablesTo } from '../saga-variables.ts';
import { type SagaWatch, sagaWatch } from './saga-operations.ts';

export type SagaState = InstanceState;

export type Camunda = SagaWatch & {
  /** Does nothing if a saga with this id runs or ran, so it may be repeated until it succeeds. */
  start(variables: PublicationVariables): Promise<void>;
  /** False if the saga does not run, or is past what can be cancelled. */
  cancel(sagaId: string): Promise<boolean>;
  find(sagaId: string): Promise<SagaState>;
  /** Whether there is still somebody to bring the saga to its end. */
  fate(sagaId: string): Promise<SagaFate>;
  /** Has what is left of a saga undone by a new process. False if one of its processes runs, which then does it. */
  undo(variables: PublicationVariables, failure: FailureVariables): Promise<boolean>;
  reachable(): Promise<boolean>;
};

export function createCamunda(camundaUrl: string): Camunda {
  const engine = engineAt(camundaUrl);
  const sagas = processInstances(engine, PUBLICATION_PROCESS);
  return {
    start: (variables) => inSpan({
      name: `SAGA ${PUBLICATION_PROCESS} start`,
      kind: 'producer',
      parent: variables.traceContext,
      attributes: { 'saga.id': variables.sagaId },
    }, () => withContext({ correlation_id: variables.correlationId }, () => startOnce(sagas, variables))),

    cancel: (sagaId) => sagas.tell(sagaId, CANCEL_MESSAGE),

    find: sagas.state,

    fate: (sagaId) => fateOf(engine, sagaId),

    undo: (variables, failure) => inSpan({
      name: `SAGA ${PUBLICATION_PROCESS} undo`,
      kind: 'producer',
      parent: variables.traceContext,
      attributes: { 'saga.id': variables.sagaId },
    }, () => withContext({ correlation_id: variables.correlationId }, () => undoOnce(engine, variables, failure))),

    ...sagaWatch(camundaUrl),

    reachable: () => engine.call({ path: '/version' })
      .then(() => true, (error: unknown) => error instanceof EngineRefusal && error.status < 500),
  };
}

async function startOnce(sagas: ProcessInstances, variables: PublicationVariables): Promise<void> {
  const isNew = await sagas.start(variables.sagaId, sagaVariablesTo(variables));
  log.info(isNew ? 'Saga started' : 'Saga was started before', { saga_id: variables.sagaId, offering_id: variables.offeringId });
}
