/** Publications of offerings: started on the engine, confirmed or undone, cancelled, repaired, and looked at. */
export { cancelPublication, type CancelSaga } from './cancel-publication.ts';
export { publishHandlers } from './publish-handlers.ts';
export { publicationHandlers } from './publication-handlers.ts';
export { repairPublications, startPublicationRepair } from './publication-repair.ts';
export { startPublicationStarter } from './publication-starter.ts';
export { sagaSteps } from './saga-steps.ts';
