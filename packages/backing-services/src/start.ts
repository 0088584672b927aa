// Starts the servers side by side, hands out their addresses when all are healthy, and ends every one of them when asked or when one fails.
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { startCamunda } from './camunda.ts';
import { startContainers } from './containers.ts';
import { startElasticsearch } from './elasticsearch.ts';
import { awaitGiven, givenServers } from './given-servers.ts';
import { endLeftovers } from './leftovers.ts';
import { spawnManaged } from './managed-process.ts';
import type { ManagedProcess } from './managed-process.ts';
import { startMongodb } from './mongodb.ts';
import { choosePorts, isPortFree, portsOf, rememberedPorts, rememberPorts } from './ports.ts';
import { startPostgres } from './postgres.ts';
import { startRabbitmq } from './rabbitmq.ts';
import { serverNames } from './server.ts';
import type { Progress, Server, ServerName, Startup } from './server.ts';
import { asTrouble } from './trouble.ts';
import { defaultCacheDirectory, openToOthers } from './unprivileged.ts';
import { startZipkin } from './zipkin.ts';

export type BackingOptions = {
  dataDirectory: string;
  logDirectory: string;
  cacheDirectory?: string;
  only?: readonly ServerName[];
  ports?: Partial<Record<ServerName, number>>;
  durable?: boolean;
  progress?: Progress;
  onExit?: (server: Server, lastLines: string[]) => void;
  signal?: AbortSignal;
};

export type BackingServices = { servers: Record<ServerName, Server>; stop(): Promise<void> };

type Running = { processes: ManagedProcess[]; stopping: boolean };

const shownLines = 20;
// Others work with them until they have ended themselves.
const stoppedLast = ['postgres', 'epmd'];

export async function startBackingServices(options: BackingOptions): Promise<BackingServices> {
  try {
    return process.env.BACKING === 'containers' ? await startContainers(options) : await startProcesses(options);
  } catch (error) {
    throw asTrouble(error);
  }
}

async function startProcesses(options: BackingOptions): Promise<BackingServices> {
  const progress = options.progress ?? (() => undefined);
  const running: Running = { processes: [], stopping: false };
  const failed = new AbortController();
  const signal = AbortSignal.any([failed.signal, ...(options.signal ? [options.signal] : [])]);
  const startup = await prepare(options, { progress, running, signal });
  const given = givenServers(process.env);
  const starts = startAll(wantedServers(options.only, given), startup, given);
  // The first failure ends the other starts; only when none is under way any more can everything be stopped for certain.
  for (const start of starts) start.catch((error: unknown) => failed.abort(error));
  await Promise.allSettled(starts);
  if (signal.aborted) {
    await stopAll(running, progress);
    throw signal.reason;
  }
  const servers = Object.fromEntries((await Promise.all(starts)).map((server) => [server.name, server])) as Record<ServerName, Server>;
  if (options.onExit) watch(servers, running, options.onExit);
  let stopped: Promise<void> | undefined;
  return { servers, stop: () => (stopped ??= stopAll(running, progress)) };
}

export function wantedServers(only: readonly ServerName[] | undefined, given: Partial<Record<ServerName, Server>>): ServerName[] {
  const wanted = new Set(only ?? serverNames);
  if (wanted.has('camunda') && !given.camunda) wanted.add('postgres');
  return serverNames.filter((name) => wanted.has(name));
}

type Surroundings = { progress: Progress; running: Running; signal: AbortSignal };

async function prepare(options: BackingOptions, { progress, running, signal }: Surroundings): Promise<Startup> {
  const dataDirectory = resolve(options.dataDirectory);
  const runDirectory = join(dataDirectory, '..', 'run');
  const cacheDirectory = resolve(options.cacheDirectory ?? await defaultCacheDirectory());
  await mkdir(options.logDirectory, { recursive: true });
  for (const directory of [dataDirectory, cacheDirectory]) await openToOthers(directory);
  await endLeftovers(runDirectory);
  const remembered = await rememberedPorts(dataDirectory);
  const wanted = portsOf(wantedServers(options.only, givenServers(process.env)));
  const ports = await choosePorts({ wanted, fixed: options.ports ?? {}, remembered, isFree: isPortFree });
  await rememberPorts(dataDirectory, { ...remembered, ...ports });
  return {
    dataDirectory,
    cacheDirectory,
    durable: options.durable ?? true,
    ports,
    signal,
    progress,
    run: (what) => {
      signal.throwIfAborted();
      const process = spawnManaged({ ...what, runDirectory, logFile: resolve(options.logDirectory, `${what.name}.log`) });
      running.processes.push(process);
      return process;
    },
  };
}

function startAll(wanted: readonly ServerName[], startup: Startup, given: Partial<Record<ServerName, Server>>): Promise<Server>[] {
  const starts = new Map<ServerName, Promise<Server>>();
  // The slowest to start fetches its files first.
  const order: ServerName[] = ['postgres', 'rabbitmq', 'camunda', 'elasticsearch', 'zipkin', 'mongodb'];
  for (const name of order.filter((server) => wanted.includes(server))) {
    const found = given[name];
    const start = found ? awaitGiven(found, startup.signal) : startOne(name, startup, starts);
    starts.set(name, start.then((server) => {
      startup.progress(name, 'ready', server.url);
      return server;
    }));
  }
  return [...starts.values()];
}

function startOne(name: ServerName, startup: Startup, starts: Map<ServerName, Promise<Server>>): Promise<Server> {
  switch (name) {
    case 'postgres': return startPostgres(startup);
    case 'rabbitmq': return startRabbitmq(startup);
    case 'mongodb': return startMongodb(startup);
    case 'elasticsearch': return startElasticsearch(startup);
    case 'camunda': return startCamunda(startup, starts.get('postgres') as Promise<Server>);
    case 'zipkin': return startZipkin(startup);
  }
}

function watch(servers: Record<ServerName, Server>, running: Running, onExit: (server: Server, lastLines: string[]) => void): void {
  for (const process of running.processes) {
    const server = Object.values(servers).find(({ pid }) => pid === process.pid);
    void process.exited.then(() => {
      if (server && !running.stopping) onExit(server, process.lastLines(shownLines));
    });
  }
}

async function stopAll(running: Running, progress: Progress): Promise<void> {
  running.stopping = true;
  const isLast = ({ name }: ManagedProcess) => stoppedLast.includes(name);
  await Promise.all(running.processes.filter((process) => !isLast(process)).map((process) => stopOne(process, progress)));
  await Promise.all(running.processes.filter(isLast).map((process) => stopOne(process, progress)));
}

async function stopOne(process: ManagedProcess, progress: Progress): Promise<void> {
  const name = serverNames.find((server) => server === process.name);
  if (name) progress(name, 'stopping');
  await process.stop();
  if (name) progress(name, 'stopped');
}
