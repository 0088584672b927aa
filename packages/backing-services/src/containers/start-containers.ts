/** Starts the servers as containers instead of processes; their data ends with them. */
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { GenericContainer, getContainerRuntimeClient, Network, type StartedNetwork, type StartedTestContainer, Wait } from 'testcontainers';
import { awaitHealthy } from '../health/index.ts';
import { images } from './container-images.ts';
import { answers, awaitGiven, givenServers } from '../given-servers.ts';
import type { BackingOptions, BackingServices, Server, ServerName } from '../server.ts';
import { createServiceDatabase } from '../create-service-database.ts';
import { startTogether } from '../start-together.ts';
import { ExpectedError } from '../expected-error.ts';
import { wantedServers } from '../wanted-servers.ts';

type Run = { options: BackingOptions; network: StartedNetwork; containers: Map<ServerName, StartedTestContainer>; stopping: boolean };
type Output = { lines: string[]; server: Server | undefined };

const START_LIMIT_MS = 180_000;
const SHOWN_LINES = 20;

export async function startContainers(options: BackingOptions): Promise<BackingServices> {
  await mkdir(options.logDirectory, { recursive: true });
  const run: Run = { options, network: await newNetwork(), containers: new Map(), stopping: false };
  return startTogether({ signal: options.signal, begin: async (signal) => startAll(run, signal), stop: () => stopAll(run) });
}

async function newNetwork(): Promise<StartedNetwork> {
  try {
    await getContainerRuntimeClient();
  } catch (error) {
    throw new ExpectedError('BACKING=containers needs Docker, which does not answer: start it, or do without BACKING.', { cause: error });
  }
  return new Network().start();
}

function startAll(run: Run, signal: AbortSignal): Map<ServerName, Promise<Server>> {
  const given = givenServers(process.env);
  const starts = new Map<ServerName, Promise<Server>>();
  for (const name of wantedServers(run.options.only, given)) {
    const found = given[name];
    const start = found ? awaitGiven(found, signal) : startOne(name, run, { signal, postgres: starts.get('postgres') });
    starts.set(
      name,
      start.then((server) => {
        run.options.progress?.(name, 'ready', server.url);
        return server;
      }),
    );
  }
  return starts;
}

type Needs = { signal: AbortSignal; postgres: Promise<Server> | undefined };

async function startOne(name: ServerName, run: Run, { signal, postgres }: Needs): Promise<Server> {
  const database = name === 'camunda' ? await databaseOfCamunda(postgres) : {};
  signal.throwIfAborted();
  run.options.progress?.(name, 'starting', images[name].image);
  const output: Output = { lines: [], server: undefined };
  const container = await startContainer(name, run, { environment: database, output });
  const addresses = images[name].addresses(container.getHost(), (port) => container.getMappedPort(port));
  const server: Server = { name, pid: 0, log: logFile(run, name), ...addresses };
  run.options.progress?.(name, 'waiting');
  await awaitHealthy({ name, check: () => answers(server), limitMs: START_LIMIT_MS, signal });
  output.server = server;
  return server;
}

/** Camunda reaches a Postgres container by its network name, a Postgres given by address at that address. */
async function databaseOfCamunda(postgres: Promise<Server> | undefined): Promise<Record<string, string>> {
  const server = await postgres;
  if (!server) return {};
  const url = new URL(await createServiceDatabase(server.url, 'camunda', 'camunda'));
  const host = server.log === '' ? url.host : 'postgres:5432';
  return {
    DB_DRIVER: 'org.postgresql.Driver',
    DB_URL: `jdbc:postgresql://${host}${url.pathname}`,
    DB_USERNAME: url.username,
    DB_PASSWORD: url.password,
    WAIT_FOR: host,
  };
}

type ContainerSettings = { environment: Record<string, string>; output: Output };

async function startContainer(name: ServerName, run: Run, { environment, output }: ContainerSettings): Promise<StartedTestContainer> {
  const {
    image,
    command,
    ports: [port, ...others],
    environment: usual,
  } = images[name];
  const host = run.options.ports?.[name];
  const plan = new GenericContainer(image)
    .withEnvironment({ ...usual, ...environment })
    .withExposedPorts(host ? { container: port, host } : port, ...others)
    .withNetwork(run.network)
    .withNetworkAliases(name)
    .withWaitStrategy(Wait.forListeningPorts())
    .withStartupTimeout(START_LIMIT_MS)
    .withLogConsumer((stream) => follow(stream, name, run, output));
  if (command) plan.withCommand(command);
  try {
    const container = await plan.start();
    run.containers.set(name, container);
    return container;
  } catch (error) {
    throw new ExpectedError(`The container ${image} did not start: ${(error as Error).message}\n${output.lines.join('\n')}`, {
      cause: error,
    });
  }
}

/** A container's output ends when the container does. */
function follow(stream: Readable, name: ServerName, run: Run, output: Output): void {
  stream.pipe(createWriteStream(logFile(run, name), { flags: 'a' }));
  stream.on('data', (chunk: Buffer | string) => {
    output.lines = [...output.lines, ...String(chunk).trimEnd().split('\n')].slice(-SHOWN_LINES);
  });
  stream.once('end', () => {
    if (output.server && !run.stopping) run.options.onExit?.(output.server, output.lines);
  });
}

function logFile({ options }: Run, name: ServerName): string {
  return join(options.logDirectory, `${name}.log`);
}

async function stopAll(run: Run): Promise<void> {
  run.stopping = true;
  await Promise.all(
    [...run.containers].map(async ([name, container]) => {
      run.options.progress?.(name, 'stopping');
      await container.stop({ remove: true, removeVolumes: true });
      run.options.progress?.(name, 'stopped');
    }),
  );
  await run.network.stop();
}
