/** Wires the store service and runs it. */
import { Client as Elasticsearch } from '@elastic/elasticsearch';
import { connectEventBus } from '@catalog/event-bus';
import { createClient, serviceToken } from '@catalog/http/client';
import { createApp, createAuthenticator, runService, serve, tokenSettings } from '@catalog/http/server';
import { startSagaWorker } from '@catalog/saga-worker';
import { api } from './api.ts';
import { readConfig } from './config.ts';
import { publishedOfferings } from './documents/index.ts';
import { handlers } from './handlers.ts';
import { createIndexes, findDrift, rebuild, rebuildJobs, refreshLayout, repair } from './maintenance/index.ts';
import { collectionMetrics, connectMongodb, mongodbHealth, refuseDuringOutage } from './mongodb/index.ts';
import { processedEvents, projections, refreshOffering } from './projection/index.ts';
import { sagaSteps, undoneSagas } from './publication/index.ts';
import { catalogLookups, catalogReplicas } from './replicas/index.ts';
import { signedCursors } from './rules/index.ts';
import { indexedRevisions, indexSync, pendingIndexWrites, searchAvailability, searchIndex } from './search-index/index.ts';
import {
  related,
  relatedInElasticsearch,
  relatedInMongodb,
  search,
  searchInElasticsearch,
  searchInMongodb,
  suggest,
  suggestInElasticsearch,
  suggestInMongodb,
} from './search/index.ts';

await runService(async (resources) => {
  const config = readConfig();
  const mongodb = resources.adopt(await connectMongodb(config.MONGODB_URL), (client) => client.close());
  const database = mongodb.db();
  await createIndexes(database);
  collectionMetrics(database);
  const health = resources.adopt(mongodbHealth(config.MONGODB_URL), (open) => open.close());
  const elasticsearch = resources.adopt(new Elasticsearch({ node: config.ELASTICSEARCH_URL }), (client) => client.close());

  const client = (name: string, url: string) => resources.adopt(createClient(name, url), (open) => open.close());
  const token = serviceToken(client('identity service', config.IDENTITY_SERVICE_URL), {
    client_id: config.CLIENT_ID,
    client_secret: config.CLIENT_SECRET,
  });
  const offeringService = client('offering service', config.OFFERING_SERVICE_URL);
  const lookups = catalogLookups(
    {
      offerings: offeringService,
      categories: offeringService,
      specifications: client('specification service', config.SPECIFICATION_SERVICE_URL),
      characteristics: client('characteristic service', config.CHARACTERISTIC_SERVICE_URL),
      prices: client('pricing service', config.PRICING_SERVICE_URL),
    },
    token,
  );

  const replicas = catalogReplicas(database, lookups);
  const documents = publishedOfferings(database);
  const availability = searchAvailability();
  const index = searchIndex(elasticsearch, config.SEARCH_INDEX);
  const sync = indexSync({ database, pendingWrites: pendingIndexWrites(database), documents, index, availability });
  resources.adopt(sync.start(), (running) => running.stop());
  const refresh = refreshOffering({ replicas, documents, sync });
  const drift = findDrift({ lookups, replicas, documents, indexed: indexedRevisions(elasticsearch, config.SEARCH_INDEX) });
  const rebuilding = { database, lookups, replicas, documents, refresh, index, sync };
  const rebuilds = resources.adopt(rebuildJobs(database, { ALL: rebuild(rebuilding), DRIFT: repair(drift, rebuilding) }), (jobs) =>
    jobs.stop(),
  );

  resources.adopt(refreshLayout({ documents, refresh }), (running) => running.stop());

  const bus = resources.adopt(await connectEventBus({ url: config.RABBITMQ_URL, service: config.SERVICE_NAME }), (open) => open.close());
  await bus.subscribe('store-service', projections({ replicas, documents, refresh, processed: processedEvents(database) }));
  resources.defer(() => bus.stopConsuming());

  const worker = startSagaWorker({
    camundaUrl: config.CAMUNDA_URL,
    service: config.SERVICE_NAME,
    steps: sagaSteps({ replicas, documents, refresh, undone: undoneSagas(database) }),
    settings: { lockDurationMs: config.SAGA_LOCK_SECONDS * 1_000 },
  });
  resources.adopt(worker, (running) => running.stop());

  const app = createApp({
    api,
    handlers: refuseDuringOutage(
      handlers({
        documents,
        rebuilds,
        findDrift: drift,
        search: search({
          elasticsearch: searchInElasticsearch(elasticsearch, config.SEARCH_INDEX),
          mongodb: searchInMongodb(documents.collection),
          availability,
          documents,
          cursors: signedCursors(config.CLIENT_SECRET),
        }),
        suggest: suggest({
          elasticsearch: suggestInElasticsearch(elasticsearch, config.SEARCH_INDEX),
          mongodb: suggestInMongodb(documents.collection),
          availability,
          documents,
        }),
        related: related({
          elasticsearch: relatedInElasticsearch(elasticsearch, config.SEARCH_INDEX),
          mongodb: relatedInMongodb(documents.collection),
          availability,
          documents,
        }),
      }),
    ),
    authenticate: createAuthenticator(tokenSettings(config)),
    health: {
      database: health.check,
      message_broker: async () => {
        if (!bus.connected()) throw new Error('not connected');
      },
      dependencies: {
        elasticsearch: async () => {
          if (!availability.usable()) throw new Error('not usable');
        },
        camunda: async () => {
          if (!worker.healthy()) throw new Error('not polling');
        },
      },
    },
  });
  resources.adopt(await serve(app, { host: config.HOST, port: config.PORT }), (server) => server.stop());
});
