/** Wires the pricing service and runs it. */
import { publicationSaga } from '@catalog/contracts';
import { connectEventBus } from '@catalog/event-bus';
import { createApp, createAuthenticator, runService, serve, tokenSettings } from '@catalog/http/server';
import { connect, databaseHealth, migrate, startOutboxRelay, startTableRetention } from '@catalog/postgres';
import { startSagaWorker } from '@catalog/saga-worker';
import { api } from './api.ts';
import { readConfig } from './config.ts';
import { handlers } from './handlers.ts';
import { offeringReplicas } from './offering-references.ts';
import { priceLocks } from './prices.ts';
import { sagaSteps } from './saga-steps.ts';
import { tableRetention } from './table-retention.ts';

await runService(async (resources) => {
  const config = readConfig();
  const database = resources.adopt(await connect(config.DATABASE_URL), (pool) => pool.end());
  await migrate(database, new URL('../migrations/', import.meta.url));
  const health = resources.adopt(databaseHealth(config.DATABASE_URL), (open) => open.close());
  resources.adopt(startTableRetention(database, tableRetention), (running) => running.stop());
  const bus = resources.adopt(await connectEventBus({ url: config.RABBITMQ_URL, service: config.SERVICE_NAME }), (open) => open.close());
  resources.adopt(await startOutboxRelay({ databaseUrl: config.DATABASE_URL, publish: bus.publish }), (relay) => relay.stop());

  await bus.subscribe('pricing-service', { 'product.offerings.events': offeringReplicas(database).apply });
  resources.defer(() => bus.stopConsuming());

  const worker = startSagaWorker({
    camundaUrl: config.CAMUNDA_URL,
    service: config.SERVICE_NAME,
    steps: sagaSteps(priceLocks(database, publicationSaga(config.SERVICE_NAME))),
    settings: { lockDurationMs: config.SAGA_LOCK_SECONDS * 1_000 },
  });
  resources.adopt(worker, (running) => running.stop());

  const app = createApp({
    api,
    handlers: handlers({ database, now: () => new Date().toISOString() }),
    authenticate: createAuthenticator(tokenSettings(config)),
    health: {
      database: health.check,
      message_broker: async () => { if (!bus.connected()) throw new Error('not connected'); },
      dependencies: { camunda: async () => { if (!worker.healthy()) throw new Error('not polling'); } },
    },
  });
  resources.adopt(await serve(app, { host: config.HOST, port: config.PORT }), (server) => server.stop());
});
