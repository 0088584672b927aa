/** Starts MongoDB: the `mongod` on PATH if there is one, otherwise mongo-java-server, which speaks its protocol. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { acceptsConnections, awaitHealthy } from '../health/index.ts';
import { classpath, jvm } from './java.ts';
import type { ManagedProcess } from '../processes/index.ts';
import { fetchJars, findJdk, onPath } from '../install/index.ts';
import type { Server, Startup } from '../server.ts';

export async function startMongodb(startup: Startup): Promise<Server> {
  const port = startup.ports.mongodb;
  const mongod = await onPath('mongod');
  const server = mongod ? await runMongod(startup, mongod) : await runStandIn(startup);
  startup.progress('mongodb', 'waiting');
  await awaitHealthy({ name: 'mongodb', process: server, signal: startup.signal, check: () => acceptsConnections('127.0.0.1', port) });
  const url = `mongodb://127.0.0.1:${port}/`;
  return { name: 'mongodb', url, pid: server.pid, log: server.log, stand_in: mongod === undefined };
}

async function runMongod({ dataDirectory, ports, progress, run }: Startup, mongod: string): Promise<ManagedProcess> {
  const directory = join(dataDirectory, 'mongod');
  await mkdir(directory, { recursive: true });
  progress('mongodb', 'starting', 'mongod');
  const network = ['--port', String(ports.mongodb), '--bind_ip', '127.0.0.1', '--nounixsocket'];
  const args = ['--dbpath', directory, '--wiredTigerCacheSizeGB', '0.25', ...network];
  return run({ name: 'mongodb', command: mongod, args });
}

async function runStandIn(startup: Startup): Promise<ManagedProcess> {
  const jars = await fetchJars(startup, { name: 'mongodb', megabytes: 6 });
  const { java } = await findJdk(startup.progress);
  const directory = join(startup.dataDirectory, 'mongodb');
  await mkdir(directory, { recursive: true });
  startup.progress('mongodb', 'starting', 'mongo-java-server');
  const store = startup.durable ? join(directory, 'documents.mv') : 'memory';
  const args = [...jvm({ minMb: 32, maxMb: 512 }), ...classpath(jars), 'MongoLocal', String(startup.ports.mongodb), store];
  return startup.run({ name: 'mongodb', command: java, args, cwd: directory });
}
