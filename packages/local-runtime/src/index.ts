/** The whole catalog as processes of this machine, for `npm start` and for tests that need all of it. */
export { runJourney } from './journey/index.ts';
export { buildWebPages, type Catalog, silent, startCatalog } from './launch/index.ts';
export { environmentsOf, portOf } from './services.ts';
