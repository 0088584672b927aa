/** Takes the tasks of a service's topics from the engine and runs their steps. */
export { type SagaWorker, type ScheduleStep, startSagaWorker, type Step, type Steps, type WorkerSteps } from './start-saga-worker.ts';
