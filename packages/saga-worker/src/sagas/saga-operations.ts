/** What operators see and do: how far a saga has come, which are stuck, and retrying those. */
import { PUBLICATION_PROCESS, type PublicationStep } from '@catalog/contracts';
import { type Engine, engineAt, type Instance, processInstances } from '../engine/index.ts';
import { readSagaHistory } from './saga-history.ts';
import { sagaProgress } from './saga-progress.ts';

export type SagaIncident = { saga_id: string; step: string; message: string; at: string };

export type SagaOperations = {
  /** How far it has come; undefined if the engine does not know it, or no longer. */
  steps(sagaId: string): Promise<PublicationStep[] | undefined>;
  /** Steps that used up their attempts and wait for an operator, the oldest first. */
  incidents(): Promise<SagaIncident[]>;
  /** Gives the stuck steps of a saga new attempts; resolves to how many there were. */
  retry(sagaId: string): Promise<number>;
};

const INCIDENTS_SHOWN = 1_000;
/** An answer is put together from two calls one after the other, and the gateway gives up after 4 s. */
const CALL_LIMIT_MS = 1_800;

export function sagaOperations(camundaUrl: string): SagaOperations {
  const engine = engineAt(camundaUrl, CALL_LIMIT_MS);
  const sagas = processInstances(engine, PUBLICATION_PROCESS);
  return {
    async steps(sagaId) {
      const instances = await sagas.find(sagaId);
      if (instances.length === 0) return undefined;
      return sagaProgress(
        await readSagaHistory(
          engine,
          instances.map(({ id }) => id),
        ),
      );
    },

    incidents: () => openIncidents(engine),

    retry: sagas.retry,
  };
}

async function openIncidents(engine: Engine): Promise<SagaIncident[]> {
  type Incident = { processInstanceId: string; activityId: string; incidentMessage: string | null; incidentTimestamp: string };
  const incidents = (await engine.call({
    path: '/incident',
    query: { processDefinitionKeyIn: PUBLICATION_PROCESS, sortBy: 'incidentTimestamp', sortOrder: 'asc', maxResults: INCIDENTS_SHOWN },
  })) as Incident[];
  if (incidents.length === 0) return [];
  const processInstanceIds = [...new Set(incidents.map(({ processInstanceId }) => processInstanceId))];
  const instances = (await engine.call({ path: '/history/process-instance', json: { processInstanceIds } })) as Instance[];
  const sagaOf = new Map(instances.map(({ id, businessKey }) => [id, businessKey]));
  return incidents.map(({ processInstanceId, activityId, incidentMessage, incidentTimestamp }) => ({
    saga_id: sagaOf.get(processInstanceId) ?? processInstanceId,
    step: activityId,
    message: incidentMessage ?? '',
    at: new Date(incidentTimestamp).toISOString(),
  }));
}
