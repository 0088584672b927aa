/** Servers whose addresses the environment gives: they are only waited for, not started. */
import { acceptsConnections, acceptsQueries, awaitHealthy, isYellowOrGreen, respondsOk } from './health/index.ts';
import { type Server, type ServerName, serverNames } from './server.ts';

type Environment = Record<string, string | undefined>;

const WAIT_LIMIT_MS = 60_000;

const variables: Record<ServerName, string> = {
  postgres: 'POSTGRES_URL',
  rabbitmq: 'RABBITMQ_URL',
  mongodb: 'MONGODB_URL',
  elasticsearch: 'ELASTICSEARCH_URL',
  camunda: 'CAMUNDA_URL',
  zipkin: 'ZIPKIN_URL',
};

const defaultPorts: Partial<Record<string, number>> = { 'amqp:': 5672, 'amqps:': 5671, 'mongodb:': 27017 };

export function givenServers(environment: Environment): Partial<Record<ServerName, Server>> {
  const given: Partial<Record<ServerName, Server>> = {};
  for (const name of serverNames) {
    const url = environment[variables[name]];
    if (url) given[name] = { name, url: url.replace(/\/$/, ''), pid: 0, log: '', ...details(name, url, environment) };
  }
  return given;
}

export async function awaitGiven(server: Server, signal: AbortSignal): Promise<Server> {
  const name = `${server.name}, whose address ${variables[server.name]} gives,`;
  await awaitHealthy({ name, check: () => answers(server), limitMs: WAIT_LIMIT_MS, signal });
  return server;
}

export function answers({ name, url }: Pick<Server, 'name' | 'url'>): Promise<boolean> {
  switch (name) {
    case 'postgres':
      return acceptsQueries(url);
    case 'elasticsearch':
      return isYellowOrGreen(url);
    case 'camunda':
      return respondsOk(`${url}/engine`);
    case 'zipkin':
      return respondsOk(`${url}/health`);
    case 'rabbitmq':
    case 'mongodb':
      return acceptsAtUrl(url);
  }
}

function details(name: ServerName, url: string, environment: Environment): Record<string, unknown> {
  const managementUrl = environment.RABBITMQ_MANAGEMENT_URL;
  if (name === 'rabbitmq' && managementUrl) return { management_url: managementUrl };
  return name === 'camunda' ? { cockpit_url: new URL('/camunda/app/cockpit/', url).href } : {};
}

/** Not parsed by URL, because a MongoDB address may name several hosts; the first is asked. */
function acceptsAtUrl(url: string): Promise<boolean> {
  const [, protocol = '', authority = ''] = /^(\w+:)\/\/([^/?]*)/.exec(url) ?? [];
  const first = authority.slice(authority.lastIndexOf('@') + 1).split(',')[0] ?? '';
  const [, host = 'localhost', port] = /^(.*?)(?::(\d+))?$/.exec(first) ?? [];
  return acceptsConnections(host, Number(port ?? defaultPorts[protocol]));
}
