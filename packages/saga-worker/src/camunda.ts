/** What a service asks of the engine about sagas: start one, cancel it, see how it stands, and help one that is stuck. */
import { CANCEL_MESSAGE, type FailureVariables, PUBLICATION_PROCESS, type PublicationVariables } from '@catalog/contracts';
import { inSpan, log, withContext } from '@catalog/observability';
import { type Engine, EngineRefusal, engineAt } from './engine.ts';
import { fateOf, type SagaFate, undoOnce } from './lost-saga.ts';
import { sagaVariablesTo } from './saga-variables.ts';

export type SagaState = 'running' | 'ended' | 'unknown';
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
  return {
    start: (variables) => inSpan({
      name: `SAGA ${PUBLICATION_PROCESS} start`,
      kind: 'producer',
      parent: variables.traceContext,
      attributes: { 'saga.id': variables.sagaId },
    }, () => withContext({ correlation_id: variables.correlationId }, () => startOnce(engine, variables))),

    async cancel(sagaId) {
      const json = { messageName: CANCEL_MESSAGE, businessKey: sagaId, all: true, resultEnabled: true };
      const reached = await engine.call({ path: '/message', json }) as unknown[];
      return reached.length > 0;
    },

    find: (sagaId) => stateOf(engine, sagaId),

    fate: (sagaId) => fateOf(engine, sagaId),

    undo: (variables, failure) => inSpan({
      name: `SAGA ${PUBLICATION_PROCESS} undo`,
      kind: 'producer',
      parent: variables.traceContext,
      attributes: { 'saga.id': variables.sagaId },
    }, () => withContext({ correlation_id: variables.correlationId }, () => undoOnce(engine, variables, failure))),

    incidents: () => openIncidents(engine),

    async retry(sagaId) {
      const tasks = await Promise.all((await instancesOf(engine, sagaId)).map(({ id }) =>
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

async function startOnce(engine: Engine, variables: PublicationVariables): Promise<void> {
  const facts = { saga_id: variables.sagaId, offering_id: variables.offeringId };
  if (await stateOf(engine, variables.sagaId) !== 'unknown') {
    log.info('Saga was started before', facts);
    return;
  }
  await engine.call({
    path: `/process-definition/key/${PUBLICATION_PROCESS}/start`,
    json: { businessKey: variables.sagaId, variables: sagaVariablesTo(variables) },
  });
  log.info('Saga started', facts);
}

async function stateOf(engine: Engine, sagaId: string): Promise<SagaState> {
  const instances = await instancesOf(engine, sagaId);
  if (instances.length === 0) return 'unknown';
  return instances.some(({ endTime }) => endTime === null) ? 'running' : 'ended';
}

type Instance = { id: string; businessKey: string; endTime: string | null };

/** The history also has those that run, in the same transaction as the instance itself. */
const instancesOf = async (engine: Engine, sagaId: string): Promise<Instance[]> => await engine.call({
  path: '/history/process-instance',
  query: { processInstanceBusinessKey: sagaId, processDefinitionKey: PUBLICATION_PROCESS },
}) as Instance[];

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
