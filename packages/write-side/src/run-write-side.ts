/** Runs a service that owns things: with its database, its outbox, the events of others, its part in the saga, and its API. */
import type { Subscriber } from '@catalog/contracts';
import { connectEventBus, type EventBus, type Handlers as EventHandlers } from '@catalog/event-bus';
import {
  type Api,
  createApp,
  createAuthenticator,
  type Handlers,
  type HealthCheck,
  runService,
  serve,
  tokenSettings,
} from '@catalog/http/server';
import { type Database, openServiceDatabase, startOutboxRelay, type TableRetention } from '@catalog/postgres';
import { startSagaWorker, type WorkerSteps } from '@catalog/saga-worker';
import type { SagaConfig, WriteSideConfig } from './environment.ts';

type Options<S extends string, C extends WriteSideConfig> = {
  service: S;
  readConfig: () => C;
  migrations: URL;
  tables: readonly TableRetention[];
};

/** What there is to wire a service with; what it starts itself it puts on `resources`. */
type WriteSide<C> = { config: C; database: Database; now: () => string; resources: AsyncDisposableStack };

/** What is special about a service. */
type Wiring<S extends string, A extends Api> = {
  api: A;
  handlers: Handlers<A>;
  /** What it does with the events that it subscribes to. */
  events?: S extends Subscriber ? EventHandlers<S> : undefined;
  saga?: { engine: SagaConfig; steps: WorkerSteps };
  /** Whom it needs beside database, broker and engine, and how to see whether they are well. */
  dependencies?: Record<string, HealthCheck>;
};

export const runWriteSide = <S extends string, C extends WriteSideConfig, A extends Api>(
  { service, readConfig, migrations, tables }: Options<S, C>,
  wire: (writeSide: WriteSide<C>) => Wiring<S, A>,
): Promise<void> =>
  runService(async (resources) => {
    const config = readConfig();
    const { database, health } = await openServiceDatabase({ url: config.DATABASE_URL, migrations, tables }, resources);
    const { RABBITMQ_URL } = config;
    const bus = RABBITMQ_URL === undefined ? undefined : await publishFromOutbox({ ...config, RABBITMQ_URL }, resources);

    const { api, handlers, events, saga, dependencies } = wire({ config, database, now: () => new Date().toISOString(), resources });
    if (bus && events) {
      await bus.subscribe(service as S & Subscriber, events);
      resources.defer(() => bus.stopConsuming());
    }
    const worker = saga && resources.adopt(workerOf(config.SERVICE_NAME, saga), (running) => running.stop());

    const app = createApp({
      api,
      handlers,
      authenticate: createAuthenticator(tokenSettings(config)),
      health: {
        database: health.check,
        ...(bus && {
          message_broker: async () => {
            if (!bus.connected()) throw new Error('not connected');
          },
        }),
        dependencies: {
          ...dependencies,
          ...(worker && {
            camunda: async () => {
              if (!worker.healthy()) throw new Error('not polling');
            },
          }),
        },
      },
    });
    resources.adopt(await serve(app, { host: config.HOST, port: config.PORT }), (server) => server.stop());
  });

/** Connects to the broker, and publishes there what the database's outbox holds. */
async function publishFromOutbox(config: Required<WriteSideConfig>, resources: AsyncDisposableStack): Promise<EventBus> {
  const bus = resources.adopt(await connectEventBus({ url: config.RABBITMQ_URL, service: config.SERVICE_NAME }), (open) => open.close());
  resources.adopt(await startOutboxRelay({ databaseUrl: config.DATABASE_URL, publish: bus.publish }), (relay) => relay.stop());
  return bus;
}

const workerOf = (service: string, { engine, steps }: NonNullable<Wiring<string, Api>['saga']>) =>
  startSagaWorker({
    camundaUrl: engine.CAMUNDA_URL,
    service,
    steps,
    settings: { lockDurationMs: engine.SAGA_LOCK_SECONDS * 1_000 },
  });
