/** What services ask of the engine about publications and schedules. */
export { type Camunda, createCamunda } from './camunda.ts';
export type { SagaIncident, SagaOperations } from './saga-operations.ts';
export type { SagaStatus } from './saga-status.ts';
export { createSchedules, type Schedules } from './schedules.ts';
