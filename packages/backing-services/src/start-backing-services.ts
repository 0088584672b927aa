/** Starts the servers in parallel as processes, or as containers if BACKING says so. */
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { startCamunda, startElasticsearch, startMongodb, startPostgres, startRabbitmq, startZipkin } from './servers/index.ts';
import { awaitGiven, givenServers } from './given-servers.ts';
import { endLeftovers, type ManagedProcess, spawnManaged } from './processes/index.ts';
import { choosePorts, isPortFree, portsOf, rememberedPorts, rememberPorts } from './ports.ts';
import {
  type BackingOptions,
  type BackingServices,
  type Progress,
  type Server,
  type ServerName,
  serverNames,
  type Startup,
} from './server.ts';
import { startTogether } from './start-together.ts';
import { explainFullDisk } from './expected-error.ts';
import { defaultCacheDirectory, openToOthers } from './install/index.ts';
import { wantedServers } from './wanted-servers.ts';

type Running = { processes: ManagedProcess[]; stopping: boolean };
type Given = Partial<Record<ServerName, Server>>;
type Context = { running: Running; progress: Progress; signal: AbortSignal };

const SHOWN_LINES = 20;

export async function startBackingServices(options: BackingOptions): Promise<BackingServices> {
  try {
    if (process.env.BACKING !== 'containers') return await startProcesses(options);
    const { startContainers } = await import('./containers/index.ts'); // only now, as it is slow to load
    return await startContainers(options);
  } catch (error) {
    throw explainFullDisk(error);
  }
}

async function startProcesses(options: BackingOptions): Promise<BackingServices> {
  const running: Running = { processes: [], stopping: false };
  const progress = options.progress ?? (() => undefined);
  const given = givenServers(process.env);
  const wanted = wantedServers(options.only, given);
  const ours = wanted.filter((name) => !given[name]);
  const services = await startTogether({
    signal: options.signal,
    begin: async (signal) => startAll(wanted, given, await prepare(options, ours, { running, progress, signal })),
    stop: () => stopAll(running, progress),
  });
  if (options.onExit) watch(services.servers, running, options.onExit);
  return services;
}

async function prepare(options: BackingOptions, servers: ServerName[], { running, progress, signal }: Context): Promise<Startup> {
  const dataDirectory = resolve(options.dataDirectory);
  const runDirectory = join(dataDirectory, '..', 'run');
  const cacheDirectory = resolve(options.cacheDirectory ?? (await defaultCacheDirectory()));
  await mkdir(options.logDirectory, { recursive: true });
  for (const directory of [dataDirectory, cacheDirectory]) await openToOthers(directory);
  await endLeftovers(runDirectory);
  const ports = await portsFor(servers, dataDirectory, options.ports ?? {});
  const run: Startup['run'] = (what) => {
    signal.throwIfAborted();
    const managed = spawnManaged({ ...what, runDirectory, logFile: resolve(options.logDirectory, `${what.name}.log`) });
    running.processes.push(managed);
    return managed;
  };
  return { dataDirectory, cacheDirectory, durable: options.durable ?? true, ports, signal, progress, run };
}

type Fixed = NonNullable<BackingOptions['ports']>;

async function portsFor(servers: ServerName[], dataDirectory: string, fixed: Fixed): Promise<Startup['ports']> {
  const remembered = await rememberedPorts(dataDirectory);
  const ports = await choosePorts({ wanted: portsOf(servers), fixed, remembered, isFree: isPortFree });
  await rememberPorts(dataDirectory, { ...remembered, ...ports });
  return ports;
}

function startAll(wanted: readonly ServerName[], given: Given, startup: Startup): Map<ServerName, Promise<Server>> {
  const starts = new Map<ServerName, Promise<Server>>();
  // The server that is slowest to start downloads first.
  const order: ServerName[] = ['postgres', 'rabbitmq', 'camunda', 'elasticsearch', 'zipkin', 'mongodb'];
  for (const name of order.filter((server) => wanted.includes(server))) {
    const found = given[name];
    const start = found ? awaitGiven(found, startup.signal) : startOne(name, startup, starts);
    starts.set(
      name,
      start.then((server) => {
        startup.progress(name, 'ready', server.url);
        return server;
      }),
    );
  }
  return starts;
}

function startOne(name: ServerName, startup: Startup, starts: Map<ServerName, Promise<Server>>): Promise<Server> {
  switch (name) {
    case 'postgres':
      return startPostgres(startup);
    case 'rabbitmq':
      return startRabbitmq(startup);
    case 'mongodb':
      return startMongodb(startup);
    case 'elasticsearch':
      return startElasticsearch(startup);
    case 'camunda':
      return startCamunda(startup, starts.get('postgres') as Promise<Server>);
    case 'zipkin':
      return startZipkin(startup);
  }
}

function watch(servers: BackingServices['servers'], running: Running, onExit: NonNullable<BackingOptions['onExit']>): void {
  for (const managed of running.processes) {
    const server = Object.values(servers).find(({ pid }) => pid === managed.pid);
    void managed.exited.then(() => {
      if (server && !running.stopping) onExit(server, managed.lastLines(SHOWN_LINES));
    });
  }
}

async function stopAll(running: Running, progress: Progress): Promise<void> {
  running.stopping = true;
  for (const last of [false, true]) {
    await Promise.all(running.processes.filter(({ stopLast }) => stopLast === last).map((managed) => stopOne(managed, progress)));
  }
}

async function stopOne(managed: ManagedProcess, progress: Progress): Promise<void> {
  const name = serverNames.find((server) => server === managed.name);
  if (name) progress(name, 'stopping');
  await managed.stop();
  if (name) progress(name, 'stopped');
}
