/** A whole catalog on servers of its own: its services take orders and can get replicas, its engine and broker can fail. */
import { mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type BackingServices, type Server, type ServerName, startBackingServices } from '@catalog/backing-services';
import { type ServiceName, serviceNames } from '@catalog/contracts';
import { type Catalog, startCatalog } from '@catalog/local-runtime';
import { eventually } from '../support/eventually.ts';
import { freshHome } from '../support/fresh-home.ts';
import { type RunningService, startService } from '../support/start-service.ts';
import { type FragileServer, startFragileServer } from './fragile-server.ts';
import { mutantIn, type Mutant, mutants } from './saga-mutants.ts';
import { type Orders, ordersIn } from './saga-orders.ts';

export type ChaosCatalog = {
  camunda: FragileServer;
  rabbitmq: FragileServer;
  mongodbUrl: string;
  orders: Orders;
  urlOf(service: ServiceName): string;
  databaseOf(service: ServiceName): string;
  /** Every service is there, and ready. */
  ready(): Promise<void>;
  /** Another process of the same service, at another port. */
  replicate(service: ServiceName): Promise<RunningService>;
  resume(service: ServiceName): void;
  /** Starts what mutants change anew: one service as this mutant, the others as they are. */
  mutate(mutant: Mutant): Promise<void>;
  stop(): Promise<void>;
};

/** Of the services; at the defaults they are as long as in production. */
export type Times = { lockSeconds: number; deadlineSeconds: number };

const READY_WITHIN_MS = 60_000;

export async function startChaosCatalog(home: string, times: Times): Promise<ChaosCatalog> {
  const running = new AsyncDisposableStack();
  try {
    const { servers, camunda, rabbitmq } = await startServers(home, running);
    const folder = resolve(home, 'orders');
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    const catalog = await startCatalog({
      home: join(home, 'catalog'),
      portBase: 0,
      servers,
      extraEnvironment: environmentUnder(folder, times),
    });
    running.defer(() => catalog.stop());
    return { camunda, rabbitmq, ...controls(catalog, folder), stop: () => running.disposeAsync() };
  } catch (error) {
    await running.disposeAsync();
    throw error;
  }
}

const environmentUnder = (folder: string, { lockSeconds, deadlineSeconds }: Times) => ({
  NODE_OPTIONS: `--import=${new URL('saga-faults.ts', import.meta.url).href}`,
  CHAOS_ORDERS: folder,
  SAGA_LOCK_SECONDS: String(lockSeconds),
  PUBLICATION_DEADLINE_SECONDS: String(deadlineSeconds),
  TRACE_SAMPLE_RATIO: '0',
});

async function startServers(home: string, running: AsyncDisposableStack) {
  const steady = await startSteadyServers(home);
  running.defer(() => steady.stop());
  // Camunda keeps its state in the PostgreSQL that stays when it goes.
  process.env['POSTGRES_URL'] = steady.servers.postgres.url;
  const [camunda, rabbitmq] = await Promise.all([startFragileServer('camunda', home), startFragileServer('rabbitmq', home)]);
  for (const server of [camunda, rabbitmq]) running.defer(() => server.stop());
  const servers = { ...steady.servers, camunda: serverAt('camunda', camunda), rabbitmq: serverAt('rabbitmq', rabbitmq) };
  return { servers, camunda, rabbitmq };
}

const serverAt = (name: ServerName, { url }: FragileServer): Server => ({ name, url, pid: 0, log: '' });

async function startSteadyServers(home: string): Promise<BackingServices> {
  const folder = await freshHome(join(home, 'steady'));
  return startBackingServices({
    dataDirectory: join(folder, 'data'),
    logDirectory: join(folder, 'log'),
    durable: false,
    only: ['postgres', 'mongodb', 'elasticsearch', 'zipkin'],
  });
}

function controls({ endpoints, environments }: Catalog, folder: string): Omit<ChaosCatalog, 'camunda' | 'rabbitmq' | 'stop'> {
  const placeOf = (service: ServiceName) => endpoints.services[service]!;
  const mutant = mutantIn(folder);

  async function ready(): Promise<void> {
    await Promise.all(serviceNames.map((service) => eventually(() => isReady(placeOf(service).url), { within: READY_WITHIN_MS })));
  }

  async function restart(service: ServiceName): Promise<void> {
    const { pid } = placeOf(service);
    process.kill(pid, 'SIGTERM');
    await eventually(() => must(placeOf(service).pid !== pid, `${service} is not started again`), { within: READY_WITHIN_MS });
  }

  return {
    mongodbUrl: environments['store-service']['MONGODB_URL']!,
    orders: ordersIn(folder),
    urlOf: (service) => placeOf(service).url,
    databaseOf: (service) => environments[service]['DATABASE_URL']!,
    ready,
    replicate: (service) => startService(service, { ...environments[service], PORT: '0', METRICS_PORT: '0' }),
    resume: (service) => process.kill(placeOf(service).pid, 'SIGCONT'),
    async mutate(wanted) {
      mutant.want(wanted);
      await Promise.all(mutable.map((service) => restart(service)));
      await ready();
      must(mutant.hasMutated(), `${wanted}: the change was not loaded`);
    },
  };
}

const mutable = [...new Set(Object.values(mutants).map(({ service }) => service))];

async function isReady(url: string): Promise<void> {
  const { status } = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2_000) });
  must(status === 200, `${url} is not ready`);
}

function must(condition: boolean, complaint: string): void {
  if (!condition) throw new Error(complaint);
}
