/** What services ask of the engine about publications and schedules. */
export { type Camunda, createCamunda, type SagaState } from './camunda.ts';
export type { SagaFate } from './undo-saga.ts';
export type { SagaIncident, SagaWatch } from './saga-operations.ts';
export { createSchedules, type Schedules } from './schedules.ts';
