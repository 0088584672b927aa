/** The sample catalog, and how it is loaded. */
export { loadLines, loadSampleCatalog } from './load-sample-catalog.ts';
export { readSampleCatalog } from './sample-catalog.ts';
