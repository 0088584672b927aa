/** A service's side of the publication saga. */
export { deployProcess, EngineRefusal } from './engine/index.ts';
export {
  type Camunda,
  createCamunda,
  createSchedules,
  type SagaIncident,
  type SagaOperations,
  type SagaStatus,
  type Schedules,
} from './sagas/index.ts';
export type { SagaVariables } from './saga-variables.ts';
export type { SagaWorkerSettings } from './saga-worker-settings.ts';
export { type SagaWorker, type ScheduleStep, startSagaWorker, type Step, type Steps, type WorkerSteps } from './worker/index.ts';
