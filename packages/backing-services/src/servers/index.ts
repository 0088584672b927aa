/** One start per server. */
export { historyCleanupEnvironment } from './history-cleanup.ts';
export { startCamunda } from './start-camunda.ts';
export { startElasticsearch } from './start-elasticsearch.ts';
export { startMongodb } from './start-mongodb.ts';
export { startPostgres } from './start-postgres.ts';
export { type RabbitmqControl, startRabbitmq } from './start-rabbitmq.ts';
export { startZipkin } from './start-zipkin.ts';
