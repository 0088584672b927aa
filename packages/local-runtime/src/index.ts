/** The whole catalog as processes of this machine, for `npm start` and for tests that need all of it. */
export type { Endpoints } from './home/index.ts';
export { type JourneyTimes, runJourney } from './journey/index.ts';
export { buildWebPages, type Catalog, type CatalogOptions, silent, startCatalog, type StartEvents } from './launch/index.ts';
export { environmentsOf, portOf } from './services.ts';
