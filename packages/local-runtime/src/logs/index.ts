/** Ships the services' log files to Elasticsearch. */
export { logStoreAt } from './log-store.ts';
export { shipLogs } from './ship-logs.ts';
