export { sagaSteps } from './saga-steps.ts';
export { createEndedSagaIndexes, endedSagas } from './undone-sagas.ts';
