/** The specification's ports: preferred for servers, required for services. */
import { isPortFree, type PortName, ExpectedError } from '@catalog/backing-services';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const wanted: Partial<Record<PortName, number>> = {
  postgres: 5432,
  mongodb: 27017,
  elasticsearch: 9200,
  rabbitmq: 5672,
  'rabbitmq-management': 15672,
  zipkin: 9411,
  camunda: 8085,
};

/** Those that are free; a server whose port is taken gets another. */
export async function freePreferredPorts(): Promise<Partial<Record<PortName, number>>> {
  const free = await Promise.all(Object.entries(wanted).map(async ([name, port]) => ((await isPortFree(port)) ? [[name, port]] : [])));
  return Object.fromEntries(free.flat()) as Partial<Record<PortName, number>>;
}

export async function requireFree(service: string, port: number): Promise<void> {
  if (await isPortFree(port)) return;
  const holder = await holderOf(port);
  const found = `Port ${port}, wanted for ${service}, is taken${holder && ` by ${holder}`}`;
  throw new ExpectedError(`${found}: end that program, or start with CATALOG_PORT_BASE=9000 to move all services.`);
}

/** For example "nginx (process 812)"; empty if the system does not say. */
async function holderOf(port: number): Promise<string> {
  const listeners = await promisify(execFile)('ss', ['-Hltnp', `sport = :${port}`]).then(
    ({ stdout }) => stdout,
    () => '',
  );
  const [, program, pid] = /\(\("([^"]+)",pid=(\d+)/.exec(listeners) ?? [];
  return program ? `${program} (process ${pid})` : '';
}
