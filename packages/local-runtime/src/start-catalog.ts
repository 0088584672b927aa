/** Starts the whole catalog on this machine, servers then services, and stops whatever it started, also when only part of it came up. */
import {
  createServiceDatabase, endLeftovers, freePort, type Server, type ServerName, spawnManaged, startBackingServices,
} from '@catalog/backing-services';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Endpoints, endpointsWriter } from './endpoints-file.ts';
import { freePreferredPorts, requireFree } from './preferred-ports.ts';
import { type Secrets, secretsIn } from './secrets.ts';
import { type Environment, environmentsOf, portOf, type ServiceName, serviceNames, withDatabase } from './services.ts';
import { type StartEvents, silent } from './start-events.ts';
import { supervise } from './supervise.ts';

export type CatalogOptions = {
  /** Everything lives below it: data, logs, secrets, the records of what runs. */
  home: string;
  /** The gateway's port, the other services follow; 0 takes free ports. Default 8000. */
  portBase?: number;
  /** Servers that run already; those of `home` are started otherwise. */
  servers?: Record<ServerName, Server>;
  onlyServers?: boolean;
  /** Added to the environment of each service. */
  extraEnvironment?: Environment;
  events?: StartEvents;
  signal?: AbortSignal;
};

export type Catalog = {
  endpoints: Endpoints;
  environments: Record<ServiceName, Environment>;
  stop(): Promise<void>;
};

export async function startCatalog(options: CatalogOptions): Promise<Catalog> {
  const running = new AsyncDisposableStack();
  let stopped: Promise<void> | undefined;
  const stop = () => stopped ??= running.disposeAsync();
  try {
    return { ...(await startAll(options, running)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startAll(options: CatalogOptions, running: AsyncDisposableStack): Promise<Omit<Catalog, 'stop'>> {
  const home = resolve(options.home);
  await mkdir(home, { recursive: true });
  await endLeftovers(join(home, 'run'));
  const services = await serviceUrls(options);
  const secrets = await secretsIn(home);
  const servers = options.servers ?? await startServers(home, options, running);
  const databases = await createDatabases(servers.postgres.url, secrets);
  const environments = environmentsOf({ servers: urlsOf(servers), services, databases }, secrets);
  const endpoints: Endpoints = { services: {}, servers: endpointsOf(servers), credentials: credentialsOf(servers) };
  const file = endpointsWriter(home);
  running.defer(() => file.remove());
  if (!options.onlyServers) await startServices({ home, options, environments, services, endpoints, file }, running);
  await file.write(endpoints);
  return { endpoints, environments };
}

async function serviceUrls({ portBase = 8000, onlyServers }: CatalogOptions): Promise<Record<ServiceName, string>> {
  const ports = new Map<ServiceName, number>();
  for (const name of serviceNames) {
    const port = portBase === 0 ? await anotherFreePort([...ports.values()]) : portOf(name, portBase);
    if (!onlyServers) await requireFree(name, port);
    ports.set(name, port);
  }
  return Object.fromEntries([...ports].map(([name, port]) => [name, `http://127.0.0.1:${port}`])) as Record<ServiceName, string>;
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

async function createDatabases(adminUrl: string, { database_passwords }: Secrets) {
  const databases = await Promise.all(withDatabase.map(async (name) =>
    [name, await createServiceDatabase(adminUrl, name, database_passwords[name] ?? '')]));
  return Object.fromEntries(databases) as Partial<Record<ServiceName, string>>;
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

type Start = {
  home: string;
  options: CatalogOptions;
  environments: Record<ServiceName, Environment>;
  services: Record<ServiceName, string>;
  endpoints: Endpoints;
  file: ReturnType<typeof endpointsWriter>;
};

/** All at once: each waits by itself for what it needs. The first failure ends the other starts. */
async function startServices({ home, options, environments, services, endpoints, file }: Start, running: AsyncDisposableStack): Promise<void> {
  const { events = silent, extraEnvironment = {} } = options;
  const failed = new AbortController();
  const signal = AbortSignal.any([failed.signal, ...(options.signal ? [options.signal] : [])]);
  let isComplete = false;
  const starts = serviceNames.map(async (name) => {
    events.service(name, 'starting');
    const log = join(home, 'logs', `${name}.log`);
    const supervised = await supervise({
      name,
      url: services[name],
      signal,
      spawn: () => spawnManaged({
        name,
        command: process.execPath,
        args: ['--max-old-space-size=256', '--import', '@catalog/observability/register', 'src/main.ts'],
        cwd: fileURLToPath(new URL(`${name}/`, servicesFolder)),
        env: { NODE_COMPILE_CACHE: join(home, 'cache', 'node'), ...inherited(), ...environments[name], ...extraEnvironment },
        logFile: log,
        runDirectory: join(home, 'run'),
      }),
      onEnded: (ended) => events.serviceEnded(name, ended),
      onStarted: (pid) => {
        endpoints.services[name] = { url: services[name], pid, log };
        if (isComplete) void file.write(endpoints).then(() => events.serviceRestarted(name, pid), () => undefined);
      },
    });
    events.service(name, 'ready', services[name]);
    return { name, supervised };
  });
  for (const start of starts) start.catch((error: unknown) => failed.abort(error));
  const settled = await Promise.allSettled(starts);
  running.defer(async () => {
    await Promise.all(settled.map(async (start) => {
      if (start.status !== 'fulfilled') return;
      events.service(start.value.name, 'stopping');
      await start.value.supervised.stop();
      events.service(start.value.name, 'stopped');
    }));
  });
  signal.throwIfAborted();
  isComplete = true;
}

const servicesFolder = new URL('../../../services/', import.meta.url);

/** What a person may set for all services; the addresses come from here alone. */
const passedOn = [
  'PATH', 'HOME', 'TZ', 'NODE_V8_COVERAGE', 'NODE_EXTRA_CA_CERTS', 'NODE_COMPILE_CACHE',
  'LOG_LEVEL', 'TRACE_SAMPLE_RATIO', 'RATE_LIMIT_PER_MINUTE', 'LOGIN_LIMIT_PER_MINUTE', 'TOKEN_LIFETIME_SECONDS', 'PUBLICATION_DEADLINE_SECONDS', 'CORS_ORIGINS',
];

const inherited = (): Environment =>
  Object.fromEntries(passedOn.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
