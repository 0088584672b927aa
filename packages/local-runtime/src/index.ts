/** The whole catalog as processes of this machine, for `npm start` and for tests that need all of it. */
export { buildWebPages } from './build-web-pages.ts';
export type { Endpoints } from './endpoints-file.ts';
export { type JourneyTimes, runJourney } from './journey.ts';
export { environmentsOf, portOf } from './services.ts';
export { type Catalog, type CatalogOptions, startCatalog } from './start-catalog.ts';
export { silent, type StartEvents } from './start-events.ts';
