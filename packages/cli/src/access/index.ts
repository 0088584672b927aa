/** Which catalog a command works on: its API, its broker, its databases. */
export { brokerUrl } from './broker-url.ts';
export { catalogApi } from './catalog-api.ts';
export { databaseUrlOf } from './database-url.ts';
export { errorMessage } from './error-message.ts';
export { runningCatalog } from './running-catalog.ts';
