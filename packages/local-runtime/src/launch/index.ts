/** Starts the catalog's processes and keeps them running. */
export { buildWebPages } from './build-web-pages.ts';
export { type Catalog, startCatalog } from './start-catalog.ts';
export { silent, type StartEvents } from './start-events.ts';
