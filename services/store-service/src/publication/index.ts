export { sagaSteps } from './saga-steps.ts';
export { createUndoneSagaIndexes, undoneSagas } from './undone-sagas.ts';
