/** Starts one Elasticsearch node on loopback; its index files are kept. */
import { chown, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { awaitHealthy, isYellowOrGreen } from '../health/index.ts';
import { jvm } from './java.ts';
import { fetchJars, findJdk, ownDirectory, unprivilegedUser, type User } from '../install/index.ts';
import { runProgram } from '../processes/index.ts';
import type { Server, Startup } from '../server.ts';

export async function startElasticsearch(startup: Startup): Promise<Server> {
  const jars = await fetchJars(startup, { name: 'elasticsearch', megabytes: 41, arrange: arrangeHome });
  const { java, major } = await findJdk(startup.progress);
  const user = await unprivilegedUser([]);
  const directory = await prepare(startup, user);
  startup.progress('elasticsearch', 'starting');
  const temporary = `-Djava.io.tmpdir=${join(directory, 'tmp')}`;
  const args = [...jvm({ minMb: 256, maxMb: 512 }), ...permissions(major), temporary, ...program(jars, directory)];
  const server = startup.run({ name: 'elasticsearch', command: java, args, cwd: directory, ...user });
  const url = `http://127.0.0.1:${startup.ports.elasticsearch}`;
  startup.progress('elasticsearch', 'waiting');
  await awaitHealthy({ name: 'elasticsearch', process: server, signal: startup.signal, check: () => isYellowOrGreen(url) });
  return { name: 'elasticsearch', url, pid: server.pid, log: server.log };
}

/** Arranges the jars as in an Elasticsearch home: the transport is a module with its own class loader, so its jars must not be in lib. */
async function arrangeHome(directory: string, jar: string): Promise<void> {
  const lib = join(directory, 'lib');
  const module = join(directory, 'modules', 'transport-netty4');
  await mkdir(module, { recursive: true });
  await mkdir(join(directory, 'plugins'));
  for (const file of await readdir(lib)) {
    if (/^(transport-netty4|netty|elasticsearch-ssl-config)-/.test(file)) await rename(join(lib, file), join(module, file));
  }
  const transport = (await readdir(module)).find((file) => file.startsWith('transport-netty4-')) ?? '';
  const descriptors = 'META-INF/es-plugins/transport-netty4';
  await runProgram({ command: jar, args: ['xf', transport, descriptors], cwd: module });
  for (const file of await readdir(join(module, descriptors))) await rename(join(module, descriptors, file), join(module, file));
  await rm(join(module, 'META-INF'), { recursive: true });
}

async function prepare({ dataDirectory, ports }: Startup, user: User | undefined): Promise<string> {
  const directory = await ownDirectory(dataDirectory, 'elasticsearch', user);
  await rm(join(directory, 'tmp'), { recursive: true, force: true });
  for (const part of ['config', 'data', 'logs', 'tmp']) {
    await mkdir(join(directory, part), { recursive: true });
    if (user) await chown(join(directory, part), user.uid, user.gid);
  }
  await writeFile(join(directory, 'config', 'elasticsearch.yml'), settings(directory, ports));
  await writeFile(join(directory, 'config', 'log4j2.properties'), logging);
  return directory;
}

function permissions(major: number): string[] {
  if (major < 24) return ['-Djava.security.manager=allow'];
  return ['--enable-native-access=ALL-UNNAMED,org.elasticsearch.nativeaccess,org.apache.lucene.core'];
}

function program(jars: string, directory: string): string[] {
  const modules = ['--module-path', join(jars, 'lib'), '--add-modules', 'ALL-MODULE-PATH'];
  return [...modules, '-cp', join(jars, 'classes'), 'ElasticsearchLocal', jars, join(directory, 'config')];
}

function settings(directory: string, ports: Startup['ports']): string {
  return `cluster.name: catalog
node.name: local
discovery.type: single-node
network.host: 127.0.0.1
http.port: ${ports.elasticsearch}
transport.port: ${ports['elasticsearch-transport']}
path.data: ${JSON.stringify(join(directory, 'data'))}
path.logs: ${JSON.stringify(join(directory, 'logs'))}
action.destructive_requires_name: true
cluster.routing.allocation.disk.threshold_enabled: false
`;
}

const logging = `status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = [%d{ISO8601}][%-5p][%-25c{1.}] %m%n
rootLogger.level = info
rootLogger.appenderRef.console.ref = console
`;
