export { createProcessedEventIndexes, processedEvents } from './processed-events.ts';
export { projections } from './projections.ts';
export { isPublished, refreshOffering, type RefreshOffering } from './refresh-offering.ts';
