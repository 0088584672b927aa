/** Wires the characteristic service and runs it. */
import { connectEventBus } from '@catalog/event-bus';
import { createApp, createAuthenticator, runService, serve, tokenSettings } from '@catalog/http/server';
import { connect, databaseHealth, migrate, startOutboxRelay, startTableRetention } from '@catalog/postgres';
import { api } from './api.ts';
import { readConfig } from './config.ts';
import { handlers } from './handlers.ts';
import { specificationReferences } from './specification-references.ts';
import { tableRetention } from './table-retention.ts';

await runService(async (resources) => {
  const config = readConfig();
  const database = resources.adopt(await connect(config.DATABASE_URL), (pool) => pool.end());
  await migrate(database, new URL('../migrations/', import.meta.url));
  const health = resources.adopt(databaseHealth(config.DATABASE_URL), (open) => open.close());
  resources.adopt(startTableRetention(database, tableRetention), (running) => running.stop());
  const bus = resources.adopt(await connectEventBus({ url: config.RABBITMQ_URL, service: config.SERVICE_NAME }), (open) => open.close());
  resources.adopt(await startOutboxRelay({ databaseUrl: config.DATABASE_URL, publish: bus.publish }), (relay) => relay.stop());

  await bus.subscribe('characteristic-service', {
    'resource.specifications.events': specificationReferences(database).apply,
  });
  resources.defer(() => bus.stopConsuming());

  const app = createApp({
    api,
    handlers: handlers({ database, now: () => new Date().toISOString() }),
    authenticate: createAuthenticator(tokenSettings(config)),
    health: {
      database: health.check,
      message_broker: async () => { if (!bus.connected()) throw new Error('not connected'); },
    },
  });
  resources.adopt(await serve(app, { host: config.HOST, port: config.PORT }), (server) => server.stop());
});
