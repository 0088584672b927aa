/** Wires the offering service and runs it. */
import { connectEventBus } from '@catalog/event-bus';
import { createClient } from '@catalog/http/client';
import { createApp, createAuthenticator, runService, serve, tokenSettings } from '@catalog/http/server';
import { connect, migrate, row, sql, startOutboxRelay } from '@catalog/postgres';
import { createCamunda, deployProcess, startSagaWorker } from '@catalog/saga-worker';
import { api } from './api.ts';
import { catalogLookups, priceReplicas, specificationReplicas } from './catalog-lookups.ts';
import { readConfig } from './config.ts';
import { handlers } from './handlers.ts';
import { startPublicationStarter } from './publication-starter.ts';
import { sagaSteps } from './saga-steps.ts';

await runService(async (resources) => {
  const config = readConfig();
  const now = () => new Date().toISOString();
  const database = resources.adopt(await connect(config.DATABASE_URL), (pool) => pool.end());
  await migrate(database, new URL('../migrations/', import.meta.url));
  const bus = resources.adopt(await connectEventBus({ url: config.RABBITMQ_URL, service: config.SERVICE_NAME }), (open) => open.close());
  resources.adopt(await startOutboxRelay({ databaseUrl: config.DATABASE_URL, publish: bus.publish }), (relay) => relay.stop());

  await bus.subscribe('offering-service', {
    'resource.specifications.events': specificationReplicas(database).apply,
    'commercial.pricing.events': priceReplicas(database).apply,
  });
  resources.defer(() => bus.stopConsuming());
  const owners = {
    specifications: resources.adopt(createClient('specification service', config.SPECIFICATION_SERVICE_URL), (client) => client.close()),
    prices: resources.adopt(createClient('pricing service', config.PRICING_SERVICE_URL), (client) => client.close()),
  };

  const camunda = createCamunda(config.CAMUNDA_URL);
  const process = new URL('../../../bpmn/offering-publication-saga.bpmn', import.meta.url);
  const engine = { deploy: () => deployProcess(config.CAMUNDA_URL, process), start: camunda.start };
  const starter = startPublicationStarter({ database, engine, now });
  resources.adopt(starter, (running) => running.stop());
  const worker = startSagaWorker({
    camundaUrl: config.CAMUNDA_URL,
    service: config.SERVICE_NAME,
    steps: sagaSteps({ database, now }),
    settings: { lockDurationMs: config.SAGA_LOCK_SECONDS * 1_000 },
  });
  resources.adopt(worker, (running) => running.stop());

  const app = createApp({
    api,
    handlers: handlers({
      database,
      lookups: catalogLookups(owners),
      engine: camunda,
      now,
      publicationRequested: starter.wake,
      deadlineSeconds: config.PUBLICATION_DEADLINE_SECONDS,
    }),
    authenticate: createAuthenticator(tokenSettings(config)),
    health: {
      database: () => database.one(sql.type(row())`select 1`),
      message_broker: async () => { if (!bus.connected()) throw new Error('not connected'); },
      dependencies: { camunda: async () => { if (!worker.healthy()) throw new Error('not polling'); } },
    },
  });
  resources.adopt(await serve(app, { host: config.HOST, port: config.PORT }), (server) => server.stop());
});
