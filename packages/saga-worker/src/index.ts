export { type Camunda, type SagaState, createCamunda } from './camunda.ts';
export { deployProcess } from './deploy-process.ts';
export { EngineRefusal } from './engine.ts';
export type { SagaFate } from './lost-saga.ts';
export { type Schedules, createSchedules } from './schedules.ts';
export type { SagaIncident, SagaWatch } from './saga-watch.ts';
export type { SagaVariables } from './saga-variables.ts';
export type { SagaWorkerSettings } from './settings.ts';
export { type SagaWorker, type ScheduleStep, type Step, type Steps, startSagaWorker } from './start-saga-worker.ts';
