/** What services ask of the engine about publications and schedules. */
export { type Camunda, createCamunda, type SagaState } from './camunda.ts';
export type { SagaFate } from './lost-saga.ts';
export type { SagaIncident, SagaWatch } from './saga-watch.ts';
export { createSchedules, type Schedules } from './schedules.ts';
