/** The revisions of an offering: read, compared, begun, changed and discarded. */
export { revisionHandlers } from './revision-handlers.ts';
export { withChanges } from './with-changes.ts';
