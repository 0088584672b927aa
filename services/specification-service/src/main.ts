/** Wires the specification service and runs it. */
import { publicationSaga } from '@catalog/contracts';
import { connectEventBus } from '@catalog/event-bus';
import { createClient } from '@catalog/http/client';
import { createApp, createAuthenticator, runService, serve, tokenSettings } from '@catalog/http/server';
import { connect, databaseHealth, migrate, startOutboxRelay, startTableRetention } from '@catalog/postgres';
import { startSagaWorker } from '@catalog/saga-worker';
import { api } from './api.ts';
import { followCharacteristics } from './characteristic-changes.ts';
import { learnOfCharacteristics } from './characteristic-lookups.ts';
import { readConfig } from './config.ts';
import { handlers } from './handlers.ts';
import { offeringReferences } from './offering-references.ts';
import { sagaSteps } from './saga-steps.ts';
import { specifications } from './specifications.ts';
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

  await bus.subscribe('specification-service', {
    'resource.characteristics.events': followCharacteristics({ database, now }),
    'product.offerings.events': offeringReferences(database).apply,
  });
  resources.defer(() => bus.stopConsuming());

  const worker = startSagaWorker({
    camundaUrl: config.CAMUNDA_URL,
    service: config.SERVICE_NAME,
    steps: sagaSteps(specifications(database, publicationSaga(config.SERVICE_NAME))),
    settings: { lockDurationMs: config.SAGA_LOCK_SECONDS * 1_000 },
  });
  resources.adopt(worker, (running) => running.stop());

  const characteristicService = createClient('characteristic service', config.CHARACTERISTIC_SERVICE_URL);
  resources.adopt(characteristicService, (client) => client.close());
  const app = createApp({
    api,
    handlers: handlers({ database, learnOfCharacteristics: learnOfCharacteristics(database, characteristicService), now }),
    authenticate: createAuthenticator(tokenSettings(config)),
    health: {
      database: health.check,
      message_broker: async () => { if (!bus.connected()) throw new Error('not connected'); },
      dependencies: {
        characteristic_service: () => characteristicService.ready(),
        camunda: async () => { if (!worker.healthy()) throw new Error('not polling'); },
      },
    },
  });
  resources.adopt(await serve(app, { host: config.HOST, port: config.PORT }), (server) => server.stop());
});
