/** What a service asks of the engine about sagas: start one, cancel it, see how it stands, and help one that is stuck. */
import { CANCEL_MESSAGE, type FailureVariables, PUBLICATION_PROCESS, type PublicationVariables } from '@catalog/contracts';
import { inSpan, log, withContext } from '@catalog/observability';
import { type Engine, EngineRefusal, engineAt } from './engine.ts';
import { fateOf, type SagaFate, undoOnce } from './lost-saga.ts';
import { type Instance, type InstanceState, type ProcessInstances, processInstances } from './process-instances.ts';
import { sagaVariablesTo } from './saga-variables.ts';

export type SagaState = InstanceState;
export type SagaIncident = { saga_id: string; step: string; message: string; at: string };

export type Camunda = {
  /** Does nothing if a saga with this id runs or ran, so it may be repeated until it succeeds. */
  start(variables: PublicationVariables): Promise<void>;
  /** False if the saga does not run, or is past what can be cancelled. */
  cancel(sagaId: string): Promise<boolean>;
  find(sagaId: string): Promise<SagaState>;
  /** Whether there is still somebody to bring the saga to its end. */
  fate(sagaId: string): Promise<SagaFate>;
  /** Has what is left of a saga undone by a new process. False if one of its processes runs, which then does it. */
  undo(variables: PublicationVariables, failure: FailureVariables): Promise<boolean>;
  /** Steps that used up their attempts and wait for an operator, the oldest first. */
  incidents(): Promise<SagaIncident[]>;
  /** Gives the stuck steps of a saga new attempts; resolves to how many there were. */
  retry(sagaId: string): Promise<number>;
  reachable(): Promise<boolean>;
};

const RETRIES_GIVEN = 10;
const INCIDENTS_SHOWN = 200;

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

    incidents: () => openIncidents(engine),

    async retry(sagaId) {
      const tasks = await Promise.all((await sagas.find(sagaId)).map(({ id }) =>
        engine.call({ path: '/external-task', query: { processInstanceId: id, noRetriesLeft: true } }) as Promise<{ id: string }[]>));
      const externalTaskIds = tasks.flat().map(({ id }) => id);
      if (externalTaskIds.length > 0) {
        await engine.call({ method: 'PUT', path: '/external-task/retries', json: { retries: RETRIES_GIVEN, externalTaskIds } });
      }
      return externalTaskIds.length;
    },

    reachable: () => engine.call({ path: '/version' })
      .then(() => true, (error: unknown) => error instanceof EngineRefusal && error.status < 500),
  };
}

async function startOnce(sagas: ProcessInstances, variables: PublicationVariables): Promise<void> {
  const isNew = await sagas.start(variables.sagaId, sagaVariablesTo(variables));
  log.info(isNew ? 'Saga started' : 'Saga was started before', { saga_id: variables.sagaId, offering_id: variables.offeringId });
}

async function openIncidents(engine: Engine): Promise<SagaIncident[]> {
  type Incident = { processInstanceId: string; activityId: string; incidentMessage: string | null; incidentTimestamp: string };
  const incidents = await engine.call({
    path: '/incident',
    query: { processDefinitionKeyIn: PUBLICATION_PROCESS, sortBy: 'incidentTimestamp', sortOrder: 'asc', maxResults: INCIDENTS_SHOWN },
  }) as Incident[];
  if (incidents.length === 0) return [];
  const processInstanceIds = [...new Set(incidents.map(({ processInstanceId }) => processInstanceId))];
  const instances = await engine.call({ path: '/history/process-instance', json: { processInstanceIds } }) as Instance[];
  const sagaOf = new Map(instances.map(({ id, businessKey }) => [id, businessKey]));
  return incidents.map(({ processInstanceId, activityId, incidentMessage, incidentTimestamp }) => ({
    saga_id: sagaOf.get(processInstanceId) ?? processInstanceId,
    step: activityId,
    message: incidentMessage ?? '',
    at: new Date(incidentTimestamp).toISOString(),
  }));
}
