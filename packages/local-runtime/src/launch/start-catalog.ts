/** Starts the whole catalog on this machine, servers then services; if anything fails, stops whatever was started. */
import {
  createServiceDatabase,
  endLeftovers,
  freePort,
  type Server,
  type ServerName,
  startBackingServices,
  ExpectedError,
} from '@catalog/backing-services';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Endpoints, endpointsWriter, type Environment, type Place, type Secrets, secretsIn } from '../home/index.ts';
import { logStoreAt, shipLogs } from '../logs/index.ts';
import { freePreferredPorts, requireFree } from './preferred-ports.ts';
import { type ProcessName, processNames, type ServiceName, serviceNames, usersOf, webPages } from '@catalog/contracts';
import { environmentsOf, portOf } from '../services.ts';
import { silent, type StartEvents } from './start-events.ts';
import { startServices } from './start-services.ts';

export type CatalogOptions = {
  /** The directory for everything: data, logs, secrets, records of running processes. */
  home: string;
  /** The gateway's port, the other services follow; 0 takes free ports. Default 8000. */
  portBase?: number;
  /** Servers that run already; without them those of `home` are started. */
  servers?: Record<ServerName, Server>;
  onlyServers?: boolean;
  /** Whether `startWebPages` will be called: their port must be free already now. */
  withWebPages?: boolean;
  /** Whether logs are shipped to Elasticsearch. Default true. */
  shipLogs?: boolean;
  /** Added to the environment of each service. */
  extraEnvironment?: Environment;
  events?: StartEvents;
  signal?: AbortSignal;
};

export type Catalog = {
  endpoints: Endpoints;
  environments: Record<ProcessName, Environment>;
  /** To be called when they are built (`buildWebPages`). */
  startWebPages(): Promise<void>;
  stop(): Promise<void>;
};

export async function startCatalog(options: CatalogOptions): Promise<Catalog> {
  const running = new AsyncDisposableStack();
  let stopped: Promise<void> | undefined;
  const stop = () => (stopped ??= running.disposeAsync());
  try {
    return { ...(await startAll(options, running)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startAll(options: CatalogOptions, running: AsyncDisposableStack): Promise<Omit<Catalog, 'stop'>> {
  const { events = silent, extraEnvironment = {} } = options;
  const home = resolve(options.home);
  await mkdir(home, { recursive: true });
  await endLeftovers(join(home, 'run'));
  const services = await serviceUrls(options);
  const secrets = await secretsIn(home);
  const servers = options.servers ?? (await startServers(home, options, running));
  const databases = await createDatabases(servers.postgres.url, secrets);
  const environments = withExtra(environmentsOf({ servers: urlsOf(servers), services, databases }, secrets), extraEnvironment);
  Object.assign(environments[webPages], linksTo(servers));
  await giveMetricsPorts(environments);
  const endpoints: Endpoints = { services: {}, servers: endpointsOf(servers), credentials: credentialsOf(servers) };
  const file = endpointsWriter(home);
  running.defer(() => file.remove());
  if (!options.onlyServers && options.shipLogs !== false) startShipping(home, servers.elasticsearch.url, events, running);
  let isComplete = false;
  const placed = new Set<ProcessName>();
  const onPlaced = (name: ProcessName, place: Place) => {
    endpoints.services[name] = { ...place, metrics: `http://127.0.0.1:${environments[name]['METRICS_PORT']}/metrics` };
    const isAgain = placed.has(name);
    placed.add(name);
    if (isComplete)
      void file.write(endpoints).then(
        () => {
          if (isAgain) events.serviceRestarted(name, place.pid);
        },
        () => undefined,
      );
  };
  const start = (names: readonly ProcessName[]) =>
    startServices({ home, names, urls: services, environments, events, signal: options.signal, onPlaced }, running);
  if (!options.onlyServers) await start(serviceNames);
  isComplete = true;
  await file.write(endpoints);
  return { endpoints, environments, startWebPages: () => start([webPages]) };
}

async function serviceUrls(options: CatalogOptions): Promise<Record<ProcessName, string>> {
  const ports = new Map<ProcessName, number>();
  for (const name of processNames) {
    const port = options.portBase === 0 ? await anotherFreePort([...ports.values()]) : portOf(name, options.portBase ?? 8000);
    if (namesOf(options).includes(name)) await requireFree(name, port);
    ports.set(name, port);
  }
  return Object.fromEntries([...ports].map(([name, port]) => [name, `http://127.0.0.1:${port}`])) as Record<ProcessName, string>;
}

function namesOf({ onlyServers, withWebPages }: CatalogOptions): readonly ProcessName[] {
  if (onlyServers) return [];
  return withWebPages ? processNames : serviceNames;
}

/** Any free ports: whoever looks for metrics finds them in `endpoints.json`. */
async function giveMetricsPorts(environments: Record<ProcessName, Environment>): Promise<void> {
  const taken = Object.values(environments).map(({ PORT }) => Number(PORT));
  for (const environment of Object.values(environments)) {
    const port = await anotherFreePort(taken);
    taken.push(port);
    environment['METRICS_PORT'] = String(port);
  }
}

async function anotherFreePort(taken: readonly number[]): Promise<number> {
  const port = await freePort();
  return taken.includes(port) ? anotherFreePort(taken) : port;
}

async function startServers(home: string, { events = silent, signal }: CatalogOptions, running: AsyncDisposableStack) {
  const backing = await startBackingServices({
    dataDirectory: join(home, 'data'),
    logDirectory: join(home, 'logs'),
    ports: await freePreferredPorts(),
    progress: events.server,
    onExit: events.serverEnded,
    ...(signal && { signal }),
  });
  running.defer(() => backing.stop());
  return backing.servers;
}

/** Stopped after the services, so that their last lines are shipped too, and before the servers. */
function startShipping(home: string, elasticsearchUrl: string, { logShippingFailed }: StartEvents, running: AsyncDisposableStack): void {
  const store = logStoreAt(elasticsearchUrl);
  running.defer(() => store.close());
  const shipped = shipLogs({
    store,
    sources: processNames.map((service) => ({ service, path: join(home, 'logs', `${service}.log`) })),
    positionsFile: join(home, 'data', 'shipped-logs.json'),
    retentionDays: logRetentionDays(),
    report: logShippingFailed,
  });
  running.defer(() => shipped.stop());
}

function logRetentionDays(): number {
  const days = Number(process.env['LOG_RETENTION_DAYS'] ?? 7);
  if (days > 0 && days <= 3650) return days;
  throw new ExpectedError(`LOG_RETENTION_DAYS must be a number of days above 0, not "${process.env['LOG_RETENTION_DAYS']}".`);
}

async function createDatabases(adminUrl: string, { database_passwords }: Secrets) {
  const databases = await Promise.all(
    usersOf('postgres').map(async (name) => [name, await createServiceDatabase(adminUrl, name, database_passwords[name] ?? '')]),
  );
  return Object.fromEntries(databases) as Partial<Record<ServiceName, string>>;
}

const withExtra = (environments: Record<ProcessName, Environment>, extra: Environment): Record<ProcessName, Environment> =>
  Object.fromEntries(Object.entries(environments).map(([name, own]) => [name, { ...own, ...extra }])) as Record<ProcessName, Environment>;

/** Links from a publication's page to Cockpit and Zipkin. */
function linksTo({ camunda, zipkin }: Record<ServerName, Server>): Environment {
  const links = { COCKPIT_URL: textOf(camunda['cockpit_url']), ZIPKIN_UI_URL: textOf(zipkin['ui_url']) || zipkin.url };
  return Object.fromEntries(Object.entries(links).filter(([, url]) => url !== ''));
}

const urlsOf = (servers: Record<ServerName, Server>) =>
  Object.fromEntries(Object.values(servers).map(({ name, url }) => [name, url])) as Record<ServerName, string>;

const endpointsOf = (servers: Record<ServerName, Server>): Endpoints['servers'] =>
  Object.fromEntries(Object.values(servers).map(({ name, ...details }) => [name, details])) as Endpoints['servers'];

function credentialsOf({ camunda, rabbitmq, postgres }: Record<ServerName, Server>): Endpoints['credentials'] {
  const { username, password } = new URL(postgres.url);
  const broker = new URL(rabbitmq.url);
  return {
    admin: { username: 'admin', password: 'admin' },
    user: { username: 'user', password: 'user' },
    camunda: { username: textOf(camunda['user']), password: textOf(camunda['password']) },
    rabbitmq: { username: broker.username, password: broker.password },
    postgres: { username, password },
  };
}

const textOf = (detail: unknown): string => (typeof detail === 'string' ? detail : '');
