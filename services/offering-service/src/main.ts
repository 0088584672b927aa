/** Wires the offering service and runs it. */
import { connectEventBus } from '@catalog/event-bus';
import { createClient } from '@catalog/http/client';
import { createApp, createAuthenticator, runService, serve, tokenSettings } from '@catalog/http/server';
import { connect, databaseHealth, migrate, startOutboxRelay, startTableRetention } from '@catalog/postgres';
import { createCamunda, createSchedules, deployProcess, startSagaWorker } from '@catalog/saga-worker';
import { api } from './api.ts';
import { carryOutSchedule } from './carry-out-schedule.ts';
import { catalogLookups, priceReplicas, specificationReplicas } from './catalog-lookups.ts';
import { readConfig } from './config.ts';
import { handlers } from './handlers.ts';
import { offeringStore } from './offerings.ts';
import { startPublicationRepair } from './publication-repair.ts';
import { startPublicationStarter } from './publication-starter.ts';
import { sagaSteps } from './saga-steps.ts';
import { scheduleHandlers } from './schedule-handlers.ts';
import { startScheduleStarter } from './schedule-starter.ts';
import { tableRetention } from './table-retention.ts';

await runService(async (resources) => {
  const config = readConfig();
  const now = () => new Date().toISOString();
  const database = resources.adopt(await connect(config.DATABASE_URL), (pool) => pool.end());
  await migrate(database, new URL('../migrations/', import.meta.url));
  const health = resources.adopt(databaseHealth(config.DATABASE_URL), (open) => open.close());
  resources.adopt(startTableRetention(database, tableRetention), (running) => running.stop());
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

  const lookups = catalogLookups(database, owners);
  const offerings = offeringStore({ deadlineSeconds: config.PUBLICATION_DEADLINE_SECONDS });

  const camunda = createCamunda(config.CAMUNDA_URL);
  const deploy = (process: string) => () => deployProcess(config.CAMUNDA_URL, new URL(`../../../bpmn/${process}.bpmn`, import.meta.url));
  const publisher = { deploy: deploy('offering-publication-saga'), start: camunda.start };
  const starter = startPublicationStarter({ database, offerings, engine: publisher, now });
  resources.adopt(starter, (running) => running.stop());
  const repair = startPublicationRepair({
    database,
    engine: camunda,
    quietSeconds: config.PUBLICATION_REPAIR_SECONDS,
    deadlineSeconds: config.PUBLICATION_DEADLINE_SECONDS,
  });
  resources.adopt(repair, (running) => running.stop());
  const scheduler = { deploy: deploy('offering-schedule'), ...createSchedules(config.CAMUNDA_URL) };
  const scheduleStarter = startScheduleStarter({ database, engine: scheduler });
  resources.adopt(scheduleStarter, (running) => running.stop());
  const worker = startSagaWorker({
    camundaUrl: config.CAMUNDA_URL,
    service: config.SERVICE_NAME,
    steps: { ...sagaSteps({ database, offerings, now }), 'carry-out-schedule': carryOutSchedule({ database, offerings, now, publicationRequested: starter.wake }) },
    settings: { lockDurationMs: config.SAGA_LOCK_SECONDS * 1_000 },
  });
  resources.adopt(worker, (running) => running.stop());

  const app = createApp({
    api,
    handlers: handlers({
      database,
      offerings,
      lookups,
      engine: camunda,
      now,
      publicationRequested: starter.wake,
      scheduling: scheduleHandlers({ database, offerings, lookups, now, scheduleChanged: scheduleStarter.wake }),
    }),
    authenticate: createAuthenticator(tokenSettings(config)),
    health: {
      database: health.check,
      message_broker: async () => { if (!bus.connected()) throw new Error('not connected'); },
      dependencies: {
        specification_service: () => owners.specifications.ready(),
        pricing_service: () => owners.prices.ready(),
        camunda: async () => { if (!worker.healthy()) throw new Error('not polling'); },
      },
    },
  });
  resources.adopt(await serve(app, { host: config.HOST, port: config.PORT }), (server) => server.stop());
});
