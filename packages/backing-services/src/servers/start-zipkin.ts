/** Starts Zipkin with its traces in memory. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { awaitHealthy, respondsOk } from '../health/index.ts';
import { jvm } from './java.ts';
import { fetchJars, findJdk } from '../install/index.ts';
import type { Server, Startup } from '../server.ts';

export async function startZipkin(startup: Startup): Promise<Server> {
  const jars = await fetchJars(startup, { name: 'zipkin', megabytes: 82 });
  const { java } = await findJdk(startup.progress);
  startup.progress('zipkin', 'starting');
  const server = startup.run({ name: 'zipkin', command: java, args: await commandLine(jars, startup.ports.zipkin), env: environment() });
  const url = `http://127.0.0.1:${startup.ports.zipkin}`;
  startup.progress('zipkin', 'waiting');
  await awaitHealthy({ name: 'zipkin', process: server, signal: startup.signal, check: () => respondsOk(`${url}/health`) });
  return { name: 'zipkin', url, pid: server.pid, log: server.log, ui_url: `${url}/zipkin/` };
}

async function commandLine(jars: string, port: number): Promise<string[]> {
  const jar = (await readdir(join(jars, 'lib'))).find((file) => file.endsWith('.jar')) ?? '';
  return [
    ...jvm({ minMb: 64, maxMb: 192 }),
    '-Darmeria.defaultUseIoUring=false',
    '-jar',
    join(jars, 'lib', jar),
    '--armeria.ports[0].ip=127.0.0.1',
    `--armeria.ports[0].port=${port}`,
    '--armeria.ports[0].protocols[0]=http',
    '--logging.level.root=WARN',
  ];
}

function environment(): NodeJS.ProcessEnv {
  return { ...process.env, STORAGE_TYPE: 'mem', MEM_MAX_SPANS: '50000' };
}
